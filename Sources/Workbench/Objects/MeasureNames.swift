import Catalog
import Journal
import Language
import Learning

/// The names that `measures=` is given.
struct MeasureNames: SettingValue {
  /// Measures to report besides those that are always reported.
  static let parameter = Parameter(
    "measures", .words(Measures.onRequest.map(\.name)), default: MeasureNames(),
    "additional measures to report")

  /// The upper bound for measures that need one.
  static let joint = Parameter(
    "joint", .object(["learner"]), default: String?.none,
    "a joint learner on the same data, for "
      + Measures.all.filter(\.needsJoint).map(\.name)
      .joined(separator: " and "))

  private(set) var names: [String] = []

  init() {}

  init?(_ setting: Value) {
    let items = if case .list(let items) = setting { items } else { [setting] }
    names = items.compactMap(String.init)
    guard names.count == items.count else { return nil }
  }

  /// Adds a measure unless it is asked for already.
  mutating func add(_ name: String) { if !names.contains(name) { names.append(name) } }

  var setting: Value? { names.isEmpty ? nil : .list(names.map { .name($0) }) }

  /// Their values, as far as `record` holds what they need.
  func values(_ record: EvaluationRecord) -> [NamedValue] {
    names.compactMap { Measures[$0] }.flatMap { $0.values(record) }.map(NamedValue.init)
  }

  /// Lines of help: every measure with its description.
  static var help: String {
    Measures.all.map { "  \($0.name): \($0.description)" }.joined(separator: "\n")
  }
}

extension Arguments {
  /// The accuracies of the joint learner that `joint=` names, which is to have learned `count`
  /// experiences of what `run` learns; nil if none is named.
  ///
  /// - Throws: `Diagnostic` if it cannot be compared with, or if a measure needs one and none is named.
  func joint(for run: LearningRun, until count: Int, in workspace: Workspace) throws
    -> AccuracyMatrix?
  {
    guard let name = self[MeasureNames.joint] else {
      let needy = self[MeasureNames.parameter].names.first { Measures[$0]?.needsJoint == true }
      guard let needy else { return nil }
      throw Diagnostic(
        "\(needy) compares with a joint learner", at: span(.option(MeasureNames.parameter.name)),
        suggestion: "train one, and name it: joint=all")
    }
    let span = span(.option(MeasureNames.joint.name))
    let learner = try workspace.object(name, as: LearnerObject.self, kind: .learner, at: span)
    guard learner.isJoint else {
      throw Diagnostic(
        "'\(name)' is not a joint learner but \(learner.card.name)", at: span,
        suggestion: "create one: learner all = joint")
    }
    let other = try learner.learned()
    guard LearnerObject.isSame(other.stream, run.stream) else {
      throw Diagnostic("\(name) was trained on other data or another split", at: span)
    }
    guard other.completed >= count else {
      throw Diagnostic(
        "\(name) has learned \(other.completed) of \(count) experiences: train it first", at: span)
    }
    return other.matrix
  }
}

extension NamedValue {
  /// A measure's or a learner's value as it is recorded.
  init(_ value: MeasuredValue) {
    switch value.content {
    case .count(let count): self.init(value.name, .integer(count))
    case .number(let number): self.init(value.name, .number(number))
    case .numbers(let numbers): self.init(value.name, .numbers(numbers))
    case .matrix(let rows): self.init(value.name, .matrix(rows))
    case .counts(let rows):
      self.init(value.name, .list(rows.map { .list($0.map { .integer($0) }) }))
    }
  }
}
