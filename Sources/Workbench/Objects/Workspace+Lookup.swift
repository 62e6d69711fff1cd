import Catalog
import Language

extension Diagnostic {
  /// That nothing alive has the name `name`; without a `hint` the nearest of `names` is suggested.
  static func noObject(
    _ name: String, among names: [String], at span: Span, hint: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      "no object named '\(name)'", at: span,
      suggestion: hint ?? Spelling.suggestion(for: name, among: names))
  }
}

extension Workspace {
  /// The object of any kind that a person means by `name`.
  ///
  /// - Throws: `Diagnostic` at `span` with the nearest name.
  func object(_ name: String, at span: Span) throws(Diagnostic) -> any LiveObject {
    guard let object = self[name] else {
      throw .noObject(name, among: objects.map(\.name), at: span)
    }
    return object
  }

  /// The object that a person means by `name`.
  ///
  /// - Throws: `Diagnostic` at `span` with the nearest name, or the kind that was expected.
  package func object<Object: LiveObject>(
    _ name: String, as type: Object.Type, kind: Kind, at span: Span
  ) throws(Diagnostic) -> Object {
    let names = objects.filter { $0.kind == kind }.map(\.name)
    guard let found = self[name] else {
      throw .noObject(
        name, among: names, at: span,
        hint: names.isEmpty ? "declare one: \(kind.rawValue) \(name) = ..." : nil)
    }
    guard let object = found as? Object else {
      throw Diagnostic(
        "'\(name)' is a \(found.kind.rawValue), not a \(kind.rawValue)", at: span,
        suggestion: names.isEmpty ? nil : "choose from: " + names.joined(separator: " "))
    }
    return object
  }

  /// The learner that the operand at `index` names.
  package func learner(_ arguments: Arguments, _ index: Int = 0) throws(Diagnostic) -> LearnerObject
  {
    try object(
      arguments.text(index) ?? "", as: LearnerObject.self, kind: .learner, at: arguments.span(index)
    )
  }

  /// The data, or one experience of it, that a reference like `d` or `d.2` names.
  package func experiences(
    _ reference: String, at span: Span
  ) throws(Diagnostic) -> (data: DataObject, number: Int?) {
    let words = reference.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let data = try object(words[0], as: DataObject.self, kind: .data, at: span)
    guard words.count > 1 else { return (data, nil) }
    let count = data.stream.experiences.count
    guard words.count == 2, let number = Int(words[1]), (1...count).contains(number) else {
      throw Diagnostic(
        "\(words[0]) has experiences 1 to \(count)", at: span, suggestion: "write \(words[0]).1")
    }
    return (data, number)
  }
}
