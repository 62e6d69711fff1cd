import Catalog
import Journal
import Language

/// What changes from run to run of an experiment, and the values that it takes.
package struct Axis: Codable, Sendable, Equatable {
  /// How a value reaches a run.
  package enum Role: String, Codable, Sendable {
    /// As an option of the process: seed, threads or instructions.
    case circumstance
    /// As the value of a `param`.
    case parameter
    /// As what makes an object, with the options that are written for it.
    case maker
  }

  /// What it is called where it was asked for.
  package let name: String
  package let role: Role
  /// The option, `param` or object that is set.
  package let target: String
  /// The kind of the object; nil where there is none.
  package let kind: String?
  /// The values as sessions spell them.
  package internal(set) var values: [String]

  /// Whether runs that differ in it alone repeat one another.
  package var isSeed: Bool { name == "seed" }
  package var isData: Bool { kind == "data" }
}

extension Axis {
  /// The options of a process that may change from run to run.
  static let circumstances = ["seed", "threads", "instructions"]

  /// What `name` stands for in `document`, with these values.
  ///
  /// A `param` or an object of the file goes before an option, and that before the kind of the file's
  /// only object of a kind, as in `learner=dgm,lwf`.
  /// - Throws: `Diagnostic` if there is nothing of this name, or a value cannot be taken.
  init(
    _ name: String, _ value: Value, in document: JournalDocument, _ vocabulary: Vocabulary
  ) throws(Diagnostic) {
    let names = DeclaredNames(document)
    let values = try Self.values(value)
    self.name = name
    self.values = values.map(\.description)
    if names.parameters.contains(name) {
      (role, target, kind) = (.parameter, name, nil)
    } else if let kind = names.objects[name] {
      (role, target, self.kind) = (.maker, name, kind)
    } else if Self.circumstances.contains(name) {
      (role, target, kind) = (.circumstance, name, nil)
    } else if vocabulary.kind(name) != nil {
      let objects = names.objects.filter { $0.value == name }.keys.sorted()
      guard let object = objects.first, objects.count == 1 else {
        throw Diagnostic(
          objects.isEmpty
            ? "the session declares no \(name)" : "the session declares several: name one of them",
          at: .nowhere,
          suggestion: objects.isEmpty ? nil : "it has: " + objects.joined(separator: " "))
      }
      (role, target, kind) = (.maker, object, name)
    } else {
      let known = Self.circumstances + names.parameters + names.objects.keys.sorted()
      throw Diagnostic(
        "the session has no param '\(name)' and no object of that name", at: .nowhere,
        suggestion: "it can vary: " + known.joined(separator: " "))
    }
    try check(values, vocabulary)
  }

  private func check(_ values: [Value], _ vocabulary: Vocabulary) throws(Diagnostic) {
    for (place, value) in self.values.enumerated() where self.values[..<place].contains(value) {
      throw Diagnostic("\(name)=\(value) is given twice", at: .nowhere)
    }
    guard role == .maker, let makers = kind.flatMap(vocabulary.kind) else { return }
    for value in values {
      guard let word = String(value), makers[word] != nil else {
        throw Diagnostic(
          "there is no \(makers.word) '\(value)' to make \(target) with", at: .nowhere,
          suggestion: "choose from " + makers.makers.map(\.name).joined(separator: " "))
      }
    }
  }

  /// The values of a list, with those of the ranges in it, of a range, or the one value.
  static func values(_ value: Value) throws(Diagnostic) -> [Value] {
    guard let values = value.each else {
      throw Diagnostic(
        "\(value) is not a range that counts upward over at most 1000000 numbers", at: .nowhere)
    }
    return values
  }
}

/// The names that a session gives.
struct DeclaredNames {
  private(set) var parameters: [String] = []
  /// The kind of each object, in blocks too.
  private(set) var objects: [String: String] = [:]

  init(_ document: JournalDocument) {
    for command in document.commands { add(command.statement) }
  }

  private mutating func add(_ statement: Statement) {
    switch statement {
    case .bind(true, let name, _, _): parameters.append(name)
    case .loop, .choice, .definition: for inner in statement.inner { add(inner) }
    case .invocation(let invocation):
      if let binding = invocation.binding { objects[binding.name] = binding.kind }
    case .bind, .expect: break
    }
  }
}
