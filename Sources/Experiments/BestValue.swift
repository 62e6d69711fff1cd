/// Which of several methods is the best, where their runs tell.
package enum BestValue {
  /// The runs of one method: their values, by what pairs them with the runs of another.
  package typealias Runs = [(pair: String, value: Double)]

  /// The place of the method whose mean is the best and whose paired 95 % interval of differences lies on
  /// the better side of 0 against every other method; nil if there is none, as with single runs.
  package static func place(among methods: [Runs], lowerIsBetter: Bool = false) -> Int? {
    let means = methods.map { Statistics($0.map(\.value))?.mean }
    let sign = lowerIsBetter ? -1.0 : 1.0
    let known = means.indices.filter { means[$0]?.isFinite == true }
    guard known.count > 1,
      let best = known.max(by: { sign * (means[$0] ?? 0) < sign * (means[$1] ?? 0) })
    else { return nil }
    let isBest = known.allSatisfy { other in
      guard other != best else { return true }
      guard let interval = interval(methods[best], methods[other]) else { return false }
      return sign > 0 ? interval.lowerBound > 0 : interval.upperBound < 0
    }
    return isBest ? best : nil
  }

  /// The 95 % interval of `left` minus `right` over the runs that both have; nil for fewer than two.
  static func interval(_ left: Runs, _ right: Runs) -> ClosedRange<Double>? {
    let base = Dictionary(right.map { ($0.pair, $0.value) }) { first, _ in first }
    let differences = left.compactMap { run in base[run.pair].map { run.value - $0 } }
    return Statistics(differences)?.interval()
  }
}
