import Foundation

/// A range of values along an axis with round tick values: three to five, or up to ten for counts.
struct AxisScale: Sendable, Equatable {
  let low: Double
  let high: Double
  /// The round values within the range, rising.
  let ticks: [Double]
  /// Decimal places needed to distinguish the ticks.
  private let digits: Int

  /// Numbers of ticks for a range and for counts.
  private static let (most, mostWhole) = (5, 10)
  /// The part of a step by which a range may miss a tick through rounding.
  private static let slack = 1e-6

  /// A range widened to round numbers around `values`; nil if there are none.
  init?(nice values: [Double]) {
    guard let (low, high) = Self.spread(values.min(), values.max()) else { return nil }
    let (step, digits) = Self.step(from: low, to: high, isWidened: true)
    self.init(
      low: (low / step + Self.slack).rounded(.down) * step,
      high: (high / step - Self.slack).rounded(.up) * step, step: step, digits: digits)
  }

  /// The exact range of `values`, with whole ticks if all of them are whole; nil if there are none.
  init?(tight values: [Double]) {
    let areWhole = values.allSatisfy { $0 == $0.rounded() }
    self.init(from: values.min(), to: values.max(), areWhole: areWhole)
  }

  /// The range as given; nil if an end is not finite.
  init?(fixed range: ClosedRange<Double>) {
    self.init(from: range.lowerBound, to: range.upperBound)
  }

  private init?(from low: Double?, to high: Double?, areWhole: Bool = false) {
    guard let (low, high) = Self.spread(low, high) else { return nil }
    let (step, digits) = Self.step(from: low, to: high, isWidened: false, isWhole: areWhole)
    self.init(low: low, high: high, step: step, digits: digits)
  }

  private init(low: Double, high: Double, step: Double, digits: Int) {
    self.low = low
    self.high = high
    self.digits = digits
    let first = (low / step - Self.slack).rounded(.up)
    let last = (high / step + Self.slack).rounded(.down)
    ticks = (0...Self.mostWhole).map { first + Double($0) }.filter { $0 <= last }.map { $0 * step }
  }

  /// The same range with other ticks; those outside it are left out.
  func with(ticks: [Double]) -> AxisScale {
    let digits = ticks.allSatisfy { $0 == $0.rounded() } ? 0 : digits
    return AxisScale(
      low: low, high: high, ticks: ticks.filter { (low...high).contains($0) }, digits: digits)
  }

  private init(low: Double, high: Double, ticks: [Double], digits: Int) {
    (self.low, self.high, self.ticks, self.digits) = (low, high, ticks, digits)
  }

  /// Where `value` lies in the range: 0 at the low end, 1 at the high end, kept within both.
  func fraction(_ value: Double) -> Double {
    let fraction = (value - low) / (high - low)
    return fraction.isNaN ? 0 : min(1, max(0, fraction))
  }

  /// A tick value with as many digits as its neighbours.
  func label(_ tick: Double) -> String {
    let largest = max(low.magnitude, high.magnitude)
    guard largest < 1e7, digits <= 6 else { return Format.number(tick) }
    return Format.fixed(tick, digits: digits)
  }

  /// Both ends, moved apart if they are practically equal or too large to subtract.
  private static func spread(_ low: Double?, _ high: Double?) -> (low: Double, high: Double)? {
    guard var low, var high, low.isFinite, high.isFinite else { return nil }
    low = min(1e300, max(-1e300, low))
    high = min(1e300, max(-1e300, high))
    let largest = max(low.magnitude, high.magnitude)
    guard largest > 1e-290 else { return (-1, 1) }
    guard high - low > largest * 1e-9 else {
      return (low - largest * 0.1, high + largest * 0.1)
    }
    return (low, high)
  }

  /// The smallest round step that puts at most five ticks on the range, ten on one that counts.
  private static func step(
    from low: Double, to high: Double, isWidened: Bool, isWhole: Bool = false
  ) -> (step: Double, digits: Int) {
    let slack = isWidened ? -slack : slack
    let exponent = Int(log10(high - low).rounded(.down)) - 1
    for power in exponent...(exponent + 3) {
      for factor in [1, 2, 2.5, 5] {
        // Powers below one are divided by: 0.3 is nearer to 3 / 10 than to 3 * 0.1.
        let step = power < 0 ? factor / pow(10, Double(-power)) : factor * pow(10, Double(power))
        if isWhole, step != step.rounded() { continue }
        let first = (low / step - slack).rounded(isWidened ? .down : .up)
        let last = (high / step + slack).rounded(isWidened ? .up : .down)
        if last - first <= Double((isWhole ? mostWhole : most) - 1) {
          return (step, max(0, factor == 2.5 ? 1 - power : -power))
        }
      }
    }
    return ((high - low) / 2, 6)
  }
}
