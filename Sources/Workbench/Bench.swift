import Catalog
import Language
import Text

/// Runs statements on the objects of one workspace; every front end goes through here.
package final class Bench {
  package let workspace: Workspace

  package init(_ workspace: Workspace) { self.workspace = workspace }

  /// Runs one statement and everything inside it.
  ///
  /// - Throws: `Failure` with the place in the line, whatever went wrong; objects that the
  ///   statement had not changed yet stay as they were.
  package func run(_ statement: Statement) throws(Failure) -> Outcome {
    do {
      switch statement {
      case .invocation(let invocation): return try run(invocation)
      case .bind(let isParameter, let name, let value, let span):
        return try bind(name, value, isParameter: isParameter, at: span)
      case .expect(let expression, let span): return try expect(expression, at: span)
      case .loop:
        throw WorkbenchError("a block runs statement by statement")
      }
    } catch {
      throw Failure(error, at: statement.span)
    }
  }

  private func run(_ invocation: Invocation) throws -> Outcome {
    if let binding = invocation.binding {
      let object = try Declarations.make(invocation, binding, in: workspace)
      try workspace.insert(object)
      return Outcome(object.fields, figures: [.text(object.summary)])
    }
    guard let type = Commands.named(invocation.verb) else {
      throw Diagnostic(
        "there is no command '\(invocation.verb)'", at: invocation.verbSpan,
        suggestion: Spelling.suggestion(
          for: invocation.verb, among: Commands.all.map { $0.card.name }))
    }
    let arguments = try Arguments(invocation, card: type.card, values: Evaluator(workspace))
    let outcome = try type.init(arguments).run(in: workspace)
    if !type.isJournaled { workspace.lastLook = arguments.resolved }
    return outcome
  }

  private func bind(
    _ name: String, _ value: Value, isParameter: Bool, at span: Span
  ) throws -> Outcome {
    let given = isParameter ? workspace.configuration.overrides[name] : nil
    let setting = try Evaluator(workspace).setting(given ?? value, at: span)
    workspace.variables[name] = setting.value
    return Outcome()
  }

  private func expect(_ expression: Expression, at span: Span) throws -> Outcome {
    let evaluator = Evaluator(workspace)
    let holds = try evaluator.number(expression, at: span) != 0
    var values = [NamedValue("ok", .flag(holds))]
    if case .binary(let operation, let left, _) = expression, operation.isComparison {
      values.append(NamedValue("left", .number(try evaluator.number(left, at: span))))
    }
    guard holds else {
      let was = values.dropFirst().first.map { ": it is \($0.value)" } ?? ""
      throw WorkbenchError("expected \(expression)\(was)")
    }
    return Outcome(values)
  }

  /// The values that a loop runs over.
  package func loopValues(_ over: Value, isRepeat: Bool, at span: Span) throws(Diagnostic)
    -> [Value]
  {
    let setting = try Evaluator(workspace).setting(over, at: span)
    if isRepeat {
      guard case .integer(let count) = setting, (0...1_000_000).contains(count) else {
        throw Diagnostic("repeat needs a count from 0 to 1000000", at: span)
      }
      return (1...max(1, count)).prefix(count).map { .integer($0) }
    }
    return try Self.values(setting, at: span)
  }

  /// The values of a list, with those of the ranges in it, of a range, or the one value.
  static func values(_ setting: Setting, at span: Span) throws(Diagnostic) -> [Value] {
    let items = if case .list(let items) = setting { items } else { [setting] }
    var values: [Value] = []
    for item in items {
      guard case .range = item else {
        values.append(item.value)
        continue
      }
      guard let numbers = item.integers, values.count + numbers.count <= 1_000_000 else {
        throw Diagnostic(
          "\(setting) is not a range that counts upward over at most 1000000 numbers", at: span)
      }
      values += numbers.map { .integer($0) }
    }
    return values
  }
}

extension Setting {
  /// The value of the language that reads back as this setting.
  var value: Value {
    switch self {
    case .integer(let number): .integer(number)
    case .number(let number): .number(number)
    case .text(let text): .text(text)
    case .name(let name):
      .reference(name.split(separator: ".", omittingEmptySubsequences: false).map(String.init))
    case .list(let items): .list(items.map(\.value))
    case .range(let lower, let upper): .range(lower, upper)
    }
  }
}
