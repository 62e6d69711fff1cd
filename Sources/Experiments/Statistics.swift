import Foundation

/// Mean, standard deviation and confidence interval of a few numbers.
package struct Statistics: Sendable, Equatable {
  package let count: Int
  package let mean: Double
  /// Of the sample, with n - 1; nil for one number.
  package let deviation: Double?
  /// Half the width of the 95 % confidence interval of the mean, by Student's t; nil for one number.
  package let margin: Double?

  /// Nil without numbers.
  package init?(_ values: [Double]) {
    guard let first = values.first else { return nil }
    count = values.count
    // Equal numbers have their own value as mean, with no rounding.
    let sum = values.reduce(0) { $0 + ($1 - first) }
    mean = first + sum / Double(count)
    guard count > 1 else {
      (deviation, margin) = (nil, nil)
      return
    }
    let mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / Double(count - 1)).squareRoot()
    self.deviation = deviation
    margin =
      StudentT.quantile(0.975, degrees: count - 1) * deviation / Double(count).squareRoot()
  }

  /// The 95 % confidence interval of the mean, no wider than what a value can be; nil for one number.
  package func interval(within bounds: ClosedRange<Double>? = nil) -> ClosedRange<Double>? {
    guard let margin, mean.isFinite, margin.isFinite else { return nil }
    let whole = (mean - margin)...(mean + margin)
    return bounds.map { whole.clamped(to: $0) } ?? whole
  }
}

/// Student's distribution.
enum StudentT {
  /// The number below which the share `probability`, from 0.5 to 1, of the distribution lies.
  static func quantile(_ probability: Double, degrees: Int) -> Double {
    var (low, high) = (0.0, 1.0)
    while cumulative(high, degrees) < probability, high < 1e9 { high *= 2 }
    for _ in 0..<200 where high - low > 1e-14 * high {
      let middle = (low + high) / 2
      if cumulative(middle, degrees) < probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The share below `t`, which is not negative.
  static func cumulative(_ t: Double, _ degrees: Int) -> Double {
    let n = Double(degrees)
    return 1 - 0.5 * incompleteBeta(n / (n + t * t), n / 2, 0.5)
  }

  /// The regularized incomplete beta function I_x(a, b).
  ///
  /// Source: DiDonato and Morris 1992, doi:10.1145/131766.131776, the continued fraction by Lentz.
  private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    // The fraction converges fast on this side only.
    guard x <= (a + 1) / (a + b + 2) else { return 1 - incompleteBeta(1 - x, b, a) }
    let scale: Double = lgamma(a + b) - lgamma(a) - lgamma(b)
    let powers: Double = a * log(x) + b * log(1 - x)
    let front: Double = exp(scale + powers)
    return front * fraction(x, a, b) / a
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func away(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d: Double = 1 / away(1 - (a + b) * x / (a + 1))
    var result = d
    for index in 1..<1000 {
      let m = Double(index)
      let width: Double = a + 2 * m
      let even: Double = m * (b - m) * x / ((width - 1) * width)
      let odd: Double = -(a + m) * (a + b + m) * x / (width * (width + 1))
      for term in [even, odd] {
        d = 1 / away(1 + term * d)
        c = away(1 + term / c)
        result *= d * c
      }
      if abs(d * c - 1) < 1e-16 { break }
    }
    return result
  }
}
