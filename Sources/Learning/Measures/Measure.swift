import Streams

/// A number, list or matrix that is computed from what evaluations found, with its description.
///
/// A new measure is one file with a static property of this type and one line in `Measures.all`.
package struct Measure: Sendable {
  /// What one unit of the value is.
  package enum Unit: String, Sendable { case share, images, bytes, count, operations }

  /// The form of the value: what tables can show in a cell is a number.
  package enum Form: Sendable { case number, list, matrix }

  package let name: String
  /// One line, without a full stop.
  package let help: String
  /// What it is averaged over: "test images", "experiences".
  package let over: String
  package let unit: Unit
  package let form: Form
  /// The least and the greatest value that there can be.
  package let range: ClosedRange<Double>
  /// Scenarios in which it is meaningful; tables omit it elsewhere.
  package let scenarios: Set<Scenario>
  /// Whether every training reports it; otherwise `measures=` requests it.
  package let isRecorded: Bool
  /// Whether it compares with a joint learner, which `joint=` names.
  package let needsJoint: Bool
  /// Whether a lower value is the better one.
  package let lowerIsBetter: Bool
  /// The version of journals from which on every training reports it, if it does.
  package let since: Int
  /// The values, under their names; none where the record does not hold what they need.
  package let values: @Sendable (EvaluationRecord) -> [MeasuredValue]

  /// A measure with several values under names of their own.
  package init(
    _ name: String, _ help: String, over: String, unit: Unit = .share, form: Form,
    range: ClosedRange<Double>, scenarios: Set<Scenario> = Set(Scenario.allCases),
    isRecorded: Bool = false, needsJoint: Bool = false, lowerIsBetter: Bool = false,
    since: Int = 1, values: @escaping @Sendable (EvaluationRecord) -> [MeasuredValue]
  ) {
    (self.name, self.help, self.over, self.unit) = (name, help, over, unit)
    (self.form, self.range, self.scenarios) = (form, range, scenarios)
    (self.isRecorded, self.values) = (isRecorded, values)
    (self.needsJoint, self.lowerIsBetter, self.since) = (needsJoint, lowerIsBetter, since)
  }

  /// A measure with one value under its own name, nil where the record does not hold what it needs.
  package init(
    _ name: String, _ help: String, over: String, unit: Unit = .share, form: Form = .number,
    range: ClosedRange<Double> = 0...1, scenarios: Set<Scenario> = Set(Scenario.allCases),
    isRecorded: Bool = false, needsJoint: Bool = false, lowerIsBetter: Bool = false,
    since: Int = 1, value: @escaping @Sendable (EvaluationRecord) -> MeasuredValue.Content?
  ) {
    self.init(
      name, help, over: over, unit: unit, form: form, range: range, scenarios: scenarios,
      isRecorded: isRecorded, needsJoint: needsJoint, lowerIsBetter: lowerIsBetter, since: since
    ) { record in value(record).map { [MeasuredValue(name, $0)] } ?? [] }
  }

  /// One line: what it is, what it is averaged over, its range, and where it is not meaningful.
  package var description: String {
    let least = "\(Int(range.lowerBound))"
    let bounds =
      range.upperBound.isFinite ? "\(least) to \(Int(range.upperBound))" : "\(least) or more"
    let others = Scenario.allCases.filter { !scenarios.contains($0) }.map(\.rawValue)
    return "\(help) (computed over \(over); \(bounds)"
      + ([.share, .count].contains(unit) ? "" : " \(unit.rawValue)") + ")"
      + (others.isEmpty
        ? "" : "; not meaningful in \(others.joined(separator: "- and "))-incremental streams")
  }
}
