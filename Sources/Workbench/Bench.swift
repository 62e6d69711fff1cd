import Catalog
import Language

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

  private func run(_ given: Invocation) throws -> Outcome {
    let invocation = try Evaluator(workspace).named(given)
    var outcome = try runNamed(invocation)
    // Filled text is recorded as it was; names that are worked out replay from their variables.
    if invocation != given, invocation.binding == nil, outcome.line == nil {
      outcome.line = invocation.description
    }
    return outcome
  }

  private func runNamed(_ typed: Invocation) throws -> Outcome {
    var invocation = typed
    if let binding = invocation.binding {
      invocation = try checked(invocation, binding)
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

  /// The declaration with its words checked, where they were not known when it was read.
  private func checked(_ invocation: Invocation, _ binding: Binding) throws -> Invocation {
    let parts = binding.name.split(separator: ".")
    if parts.count > 1, let owner = workspace[String(parts[0])] {
      throw Diagnostic(
        "'\(binding.name)' would be a field of the \(owner.kind.noun) '\(owner.name)'",
        at: binding.nameSpan, suggestion: "choose another name")
    }
    guard
      case .invocation(let checked) = try canonical(
        .invocation(invocation), in: Commands.vocabulary, lenient: false)
    else { return invocation }
    return checked
  }

  private func bind(
    _ name: String, _ value: Expression, isParameter: Bool, at span: Span
  ) throws -> Outcome {
    let given = isParameter ? workspace.configuration.overrides[name] : nil
    let value = try Evaluator(workspace).value(given ?? value, at: span)
    workspace.variables[name] = value
    return .text("\(name) = \(value)")
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
  package func loopValues(_ over: Expression, isRepeat: Bool, at span: Span) throws(Diagnostic)
    -> [Value]
  {
    let value = try Evaluator(workspace).value(over, at: span)
    if isRepeat {
      guard case .integer(let count) = value, (0...1_000_000).contains(count) else {
        throw Diagnostic("repeat needs a count from 0 to 1000000", at: span)
      }
      return (1...max(1, count)).prefix(count).map { .integer($0) }
    }
    return try Self.values(value, at: span)
  }

  /// The values of a list, with those of the ranges in it, of a range, or the one value.
  static func values(_ value: Value, at span: Span) throws(Diagnostic) -> [Value] {
    let items = if case .list(let items) = value { items } else { [value] }
    var values: [Value] = []
    for item in items {
      guard case .range = item else {
        values.append(item)
        continue
      }
      guard let numbers = item.integers, values.count + numbers.count <= 1_000_000 else {
        throw Diagnostic(
          "\(value) is not a range that counts upward over at most 1000000 numbers", at: span)
      }
      values += numbers.map { .integer($0) }
    }
    return values
  }
}
