import Catalog
import Journal
import Learning

/// The names that `measures=` is given.
struct MeasureNames: SettingValue {
  /// Measures to report besides those that are always reported.
  static let parameter = Parameter(
    "measures", .words(Measures.onRequest.map(\.name)), default: MeasureNames(),
    "additional measures to report")

  private(set) var names: [String] = []

  init() {}

  init?(_ setting: Value) {
    let items = if case .list(let items) = setting { items } else { [setting] }
    names = items.compactMap(String.init)
    guard names.count == items.count else { return nil }
  }

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
