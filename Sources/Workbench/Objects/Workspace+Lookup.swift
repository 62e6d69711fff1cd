import Catalog
import Language
import Streams
import Text

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
  /// A name and the fields after it: the longest beginning that is one of `names` is the name.
  static func split(_ reference: String, among names: [String]) -> [String] {
    let parts = reference.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    for count in stride(from: parts.count, to: 1, by: -1) {
      let name = parts.prefix(count).joined(separator: ".")
      if names.contains(name) { return [name] + parts.dropFirst(count) }
    }
    return parts
  }

  /// A name and the fields after it, as in `d.3` or `f.1.last`.
  func split(_ reference: String) -> [String] {
    Self.split(reference, among: objects.map(\.name))
  }

  /// The object of any kind that a user means by `name`.
  ///
  /// - Throws: `Diagnostic` at `span` with the nearest name.
  func object(_ name: String, at span: Span) throws(Diagnostic) -> any LiveObject {
    guard let object = self[name] else {
      throw .noObject(name, among: objects.map(\.name), at: span)
    }
    return object
  }

  /// The object that a user means by `name`.
  ///
  /// - Throws: `Diagnostic` at `span` with the nearest name, or the kind that was expected.
  package func object<Object: LiveObject>(
    _ name: String, as type: Object.Type, kind: Kind, at span: Span
  ) throws(Diagnostic) -> Object {
    let names = objects.filter { $0.kind == kind }.map(\.name)
    guard let found = self[name] else {
      throw .noObject(
        name, among: names, at: span,
        hint: names.isEmpty
          ? "create one: \(kind.rawValue) \(name) = ..."
          : Spelling.suggestion(for: name, among: names) ?? Self.choice(names))
    }
    guard found.kind == kind, let object = found as? Object else {
      throw Diagnostic(
        "'\(name)' is a \(found.kind.noun), not a \(kind.noun)", at: span,
        suggestion: names.isEmpty ? nil : "choose from: " + names.joined(separator: " "))
    }
    return object
  }

  /// The learner, or the generator that is trained by itself, that a user means by `name`.
  package func trainable(_ name: String, at span: Span) throws(Diagnostic) -> LearnerObject {
    let names = objects.filter { $0 is LearnerObject }.map(\.name)
    guard let found = self[name] else {
      throw .noObject(
        name, among: names, at: span,
        hint: names.isEmpty ? "create one: learner \(name) = ..." : nil)
    }
    guard let object = found as? LearnerObject else {
      throw Diagnostic(
        "'\(name)' is a \(found.kind.noun), not a learner or a generator", at: span,
        suggestion: names.isEmpty ? nil : "choose from: " + names.joined(separator: " "))
    }
    return object
  }

  /// The data sets that there are: the shape of their images and the outputs of a head for them.
  var shapes: [(name: String, shape: ImageShape, classes: Int)] {
    objects.compactMap { $0 as? DataObject }.map {
      ($0.name, $0.stream.shape, $0.stream.headSize)
    }
  }

  /// The names that there are, unless they are very many.
  private static func choice(_ names: [String]) -> String {
    "choose from: " + names.prefix(12).joined(separator: " ") + (names.count > 12 ? " ..." : "")
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
    let words = split(reference)
    let data = try object(words[0], as: DataObject.self, kind: .data, at: span)
    guard words.count > 1 else { return (data, nil) }
    let count = data.stream.experiences.count
    guard words.count == 2, let number = Int(words[1]), (1...count).contains(number) else {
      let last = words.count == 2 ? words[1].split(separator: "-").last.flatMap { Int($0) } : nil
      let several = last.map { "\(words[0]).\($0) trains experiences up to \($0)" }
      throw Diagnostic(
        "\(words[0]) has experiences 1 to \(count), not '\(reference)'", at: span,
        suggestion: words.count == 2 && words[1].contains("-") && several != nil
          ? several : "write \(words[0]).1")
    }
    return (data, number)
  }
}
