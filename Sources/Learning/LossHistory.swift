import Figures
import Models

/// How each part of the loss, and what was watched beside it, went in the course of training.
///
/// Each phase of each experience is cut into stretches of equally many steps, of which the means are
/// kept. Nothing that is learned depends on it.
public struct LossHistory: Sendable, Equatable, Codable {
  /// Stretches of a phase that has at least as many steps.
  public static let stretches = 50

  /// One part in one phase of one experience.
  public struct Curve: Sendable, Equatable, Codable {
    /// The experience's number, from 0.
    public let experience: Int
    public let phase: String
    public let name: String
    /// False for what is watched, in 0...1, and no part of a loss.
    public let isLoss: Bool
    fileprivate var sums: [Double]
    fileprivate var counts: [Int]

    /// The mean of each stretch, the first one's at place 0 and the last one's at 1; without those that
    /// no finite number came from.
    public var means: [(place: Double, mean: Double)] {
      zip(sums, counts).enumerated().compactMap { index, stretch in
        guard stretch.1 > 0 else { return nil }
        let place = sums.count > 1 ? Double(index) / Double(sums.count - 1) : 0.5
        return (place, stretch.0 / Double(stretch.1))
      }
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
      let isSame = { (curve: Curve) in
        curve.name == part.name && curve.experience == experience && curve.phase == phase
          && curve.isLoss == isLoss
      }
      let index = curves.lastIndex(where: isSame) ?? curves.count
      if index == curves.count {
        let room = max(1, min(Self.stretches, steps))
        curves.append(
          Curve(
            experience: experience, phase: phase, name: part.name, isLoss: isLoss,
            sums: .init(repeating: 0, count: room), counts: .init(repeating: 0, count: room)))
      }
      let room = min(curves[index].sums.count, curves[index].counts.count)
      let place = Int(Double(step) / Double(max(1, steps)) * Double(room))
      guard room > 0 else { continue }
      curves[index].sums[min(max(place, 0), room - 1)] += part.value
      // A damaged file may hold any number.
      curves[index].counts[min(max(place, 0), room - 1)] &+= 1
    }
  }
}

extension LossHistory {
  /// A chart for the losses of each phase and one for all that was watched; of experience `number`,
  /// from 0, or of all.
  public func figures(_ number: Int? = nil) -> [Figure] {
    let curves = curves.filter { number == nil || $0.experience == number }
    let losses = curves.filter(\.isLoss)
    let phases = Self.unique(losses.map(\.phase))
    let charts = phases.map { phase in
      Self.chart(
        phases.count == 1 ? "losses by part" : "losses by part, \(phase)",
        losses.filter { $0.phase == phase })
    }
    let watched = curves.filter { !$0.isLoss }
    guard !watched.isEmpty else { return charts }
    let names = Self.unique(watched.map(\.name)).joined(separator: ", ")
    return charts + [Self.chart(names, watched, 0...1)]
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
      LineChart(title: title, xLabel: "experience", yLabel: "", series: series, yRange: range))
  }

  /// Each once, in the order of their first appearance.
  private static func unique(_ names: [String]) -> [String] {
    names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
