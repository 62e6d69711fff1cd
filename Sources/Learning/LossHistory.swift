import Figures
import Models
import Torch

/// How each part of the loss and each gauge went in the course of training.
///
/// Each phase of each experience is cut into stretches of about as many steps, of which the means
/// are kept. Nothing that is learned depends on it.
public struct LossHistory: Sendable, Equatable, Codable {
  /// Stretches of a phase that has at least as many steps.
  public static let stretches = 50

  /// One part or gauge in one phase of one experience.
  public struct Curve: Sendable, Equatable, Codable {
    /// The experience's number, from 0.
    public let experience: Int
    public let phase: String
    public let name: String
    public let isLoss: Bool
    /// Of the phase.
    fileprivate var steps: Int
    fileprivate var sums: [Double] = []
    fileprivate var counts: [Int] = []

    /// The mean of each stretch, the first one's at place 0 and the last one's at 1; without those
    /// that no finite number came from.
    public var means: [(place: Double, mean: Double)] {
      zip(sums, counts).enumerated().compactMap { index, stretch in
        guard stretch.1 > 0 else { return nil }
        let place = sums.count > 1 ? Double(index) / Double(sums.count - 1) : 0.5
        return (place, stretch.0 / Double(stretch.1))
      }
    }

    /// Takes in the number of step `step` of `total`.
    fileprivate mutating func add(_ value: Double, step: Int, of total: Int) {
      if total != steps || sums.isEmpty || sums.count != counts.count { cut(anewFor: total) }
      let stretch = stretch(Double(step))
      sums[stretch] += value
      // A damaged file may hold any number.
      counts[stretch] &+= 1
    }

    /// Makes stretches for a phase of `total` steps, which may have become longer or shorter.
    private mutating func cut(anewFor total: Int) {
      let old = self
      let count = max(1, min(LossHistory.stretches, total))
      steps = total
      (sums, counts) = (.init(repeating: 0, count: count), .init(repeating: 0, count: count))
      for (index, (sum, number)) in zip(old.sums, old.counts).enumerated() {
        let middle = (Double(index) + 0.5) / Double(old.sums.count) * Double(old.steps)
        let stretch = stretch(middle)
        sums[stretch] += sum
        counts[stretch] &+= number
      }
    }

    /// The stretch that a step belongs to.
    private func stretch(_ step: Double) -> Int {
      let share = min(1, max(0, step / Double(max(1, steps))))
      return min(Int(share * Double(sums.count)), sums.count - 1)
    }
  }

  public private(set) var curves: [Curve] = []

  public init() {}

  /// Takes in the losses of step `step`, from 0, of the `steps` of a phase.
  public mutating func add(
    _ losses: Losses, experience: Int, phase: String, step: Int, of steps: Int
  ) {
    let parts = losses.parts.map { ($0, true) } + losses.gauges.map { ($0, false) }
    for (part, isLoss) in parts where part.value.isFinite {
      let found = curves.lastIndex { curve in
        curve.name == part.name && curve.experience == experience && curve.phase == phase
          && curve.isLoss == isLoss
      }
      if found == nil {
        curves.append(
          Curve(
            experience: experience, phase: phase, name: part.name, isLoss: isLoss, steps: steps))
      }
      curves[found ?? curves.count - 1].add(part.value, step: step, of: steps)
    }
  }

  /// Sixty-four bits that differ as soon as any number of it does.
  public func digest() -> UInt64 {
    var digest = Digest()
    for curve in curves {
      digest.combine("\(curve.experience) \(curve.phase) \(curve.name) \(curve.isLoss)")
      for bits in curve.sums.map(\.bitPattern) + curve.counts.map({ UInt64(bitPattern: Int64($0)) })
      {
        digest.combine(bits)
      }
    }
    return digest.value
  }
}

extension LossHistory {
  /// A chart for the losses of each phase and one for all gauges; of experience `number`, from 0, or
  /// of all.
  public func figures(_ number: Int? = nil) -> [Figure] {
    let curves = curves.filter { number == nil || $0.experience == number }
    let losses = curves.filter(\.isLoss)
    let phases = Self.unique(losses.map(\.phase))
    let charts = phases.map { phase in
      Self.chart(
        phases.count == 1 ? "losses by part" : "losses by part, \(phase)",
        losses.filter { $0.phase == phase })
    }
    let gauges = curves.filter { !$0.isLoss }
    guard !gauges.isEmpty else { return charts }
    let names = Self.unique(gauges.map(\.name)).joined(separator: ", ")
    return charts + [Self.chart(names, gauges, 0...1)]
  }

  private static func chart(
    _ title: String, _ curves: [Curve], _ range: ClosedRange<Double>? = nil
  ) -> Figure {
    let series = unique(curves.map(\.name)).map { name in
      LineChart.Series(
        name: name,
        points: curves.filter { $0.name == name }.flatMap { curve in
          curve.means.map { (x: Double(curve.experience) + 1 + $0.place, y: $0.mean) }
        })
    }
    return .chart(
      LineChart(
        title: title, xLabel: "experience", yLabel: "", series: series, yRange: range,
        form: .curves))
  }

  /// Each once, in the order of their first appearance.
  private static func unique(_ names: [String]) -> [String] {
    names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
