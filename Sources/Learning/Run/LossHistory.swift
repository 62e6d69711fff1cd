import Figures
import Models
import Torch

/// The course of each part of the loss and of each gauge during training.
///
/// Each phase of each experience is cut into stretches of equally many steps, of which the means are
/// kept. What is kept is a function of the steps that were taken, whatever number was planned; nothing
/// that is learned depends on it.
package struct LossHistory: Sendable, Equatable, Codable {
  /// The most stretches of a phase; when one more is needed, each two become one.
  package static let most = 64

  /// One part or gauge in one phase of one experience.
  package struct Curve: Sendable, Equatable, Codable {
    /// The experience's number, from 0.
    package let experience: Int
    package let phase: String
    package let name: String
    package let isLoss: Bool
    /// Steps of a stretch.
    fileprivate var length = 1
    fileprivate var sums: [Double] = []
    fileprivate var counts: [Int] = []
    /// Steps whose number was not finite.
    package fileprivate(set) var failures = 0

    fileprivate init(_ experience: Int, _ phase: String, _ name: String, isLoss: Bool) {
      (self.experience, self.phase, self.name) = (experience, phase, name)
      self.isLoss = isLoss
    }

    /// The mean of each stretch, the first one's at place 0 and the last one's at 1; without those
    /// that had no finite number.
    package var means: [(place: Double, mean: Double)] {
      zip(sums, counts).enumerated().compactMap { index, stretch in
        guard stretch.1 > 0 else { return nil }
        let place = sums.count > 1 ? Double(index) / Double(sums.count - 1) : 0.5
        return (place, stretch.0 / Double(stretch.1))
      }
    }

    /// Records the value at a step, counted from 0.
    fileprivate mutating func add(_ value: Double, step: Int) {
      // A damaged file may contain any numbers.
      if length < 1 || sums.count != counts.count || sums.count > LossHistory.most {
        (length, sums, counts) = (1, [], [])
      }
      while step / length >= LossHistory.most { join() }
      let stretch = max(0, step / length)
      let missing = max(0, stretch + 1 - sums.count)
      sums += [Double](repeating: 0, count: missing)
      counts += [Int](repeating: 0, count: missing)
      guard value.isFinite else { return failures &+= 1 }
      sums[stretch] += value
      counts[stretch] &+= 1
    }

    /// Makes one stretch of each two.
    private mutating func join() {
      length *= 2
      let starts = stride(from: 0, to: sums.count, by: 2)
      sums = starts.map { sums[$0] + ($0 + 1 < sums.count ? sums[$0 + 1] : 0) }
      counts = starts.map { counts[$0] &+ ($0 + 1 < counts.count ? counts[$0 + 1] : 0) }
    }
  }

  package private(set) var curves: [Curve] = []

  package init() {}

  /// Takes in the losses of step `step` of a phase, from 0.
  package mutating func add(_ losses: Losses, experience: Int, phase: String, step: Int) {
    let parts = losses.parts.map { ($0, true) } + losses.gauges.map { ($0, false) }
    for (part, isLoss) in parts {
      let found = curves.lastIndex { curve in
        curve.name == part.name && curve.experience == experience && curve.phase == phase
          && curve.isLoss == isLoss
      }
      if found == nil { curves.append(Curve(experience, phase, part.name, isLoss: isLoss)) }
      curves[found ?? curves.count - 1].add(part.value, step: step)
    }
  }

  /// Sixty-four bits that differ as soon as any number of it does.
  package func digest() -> UInt64 {
    var digest = StateDigest()
    for curve in curves {
      digest.combine("\(curve.experience) \(curve.phase) \(curve.name) \(curve.isLoss)")
      let numbers = [curve.length, curve.failures] + curve.counts
      for bits in curve.sums.map(\.bitPattern) + numbers.map({ UInt64(bitPattern: Int64($0)) }) {
        digest.combine(bits)
      }
    }
    return digest.value
  }
}

extension LossHistory {
  /// A chart for the losses of each phase and one for all gauges, and what was not finite; of
  /// experience `number`, from 0, or of all.
  ///
  /// A phase that has not ended takes the width of a whole one.
  package func figures(_ number: Int? = nil) -> [Figure] {
    let curves = curves.filter { number == nil || $0.experience == number }
    let losses = curves.filter(\.isLoss)
    let phases = Self.unique(losses.map(\.phase))
    let charts = phases.map { phase in
      Self.chart(
        phases.count == 1 ? "losses by part" : "losses by part, \(phase)",
        losses.filter { $0.phase == phase })
    }
    let gauges = curves.filter { !$0.isLoss }
    let names = Self.unique(gauges.map(\.name)).joined(separator: ", ")
    return charts + (gauges.isEmpty ? [] : [Self.chart(names, gauges, 0...1)])
      + curves.filter { $0.failures > 0 }.map { curve in
        .text(
          "\(curve.name) was not finite in \(Format.count(curve.failures, "step")) of experience "
            + "\(curve.experience &+ 1)")
      }
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
    let starts = Set(curves.map(\.experience)).sorted().map { Double($0) + 1 }
    return .chart(
      LineChart(
        title: title, xLabel: "experience", yLabel: "", series: series, yRange: range,
        form: .curves, xTicks: starts))
  }

  /// Each once, in the order of their first appearance.
  private static func unique(_ names: [String]) -> [String] {
    names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
