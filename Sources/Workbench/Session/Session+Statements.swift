import Catalog
import Journal
import Language
import Torch

/// What each form of statement does.
extension Session {
  /// Runs a statement, and every turn of a block, and collects what came of it.
  func run(
    _ statement: Statement, at path: [Int], number: Int?, into results: inout [Result]
  ) throws(Failure) {
    if case .choice(let condition, let then, let otherwise, let span) = statement {
      return try run(then, otherwise, if: condition, at: path, span, number, &results)
    }
    guard case .loop(let variable, let over, let body, let span) = statement else {
      return try run(single: statement, at: path, number: number, into: &results)
    }
    let saved = variable.flatMap { workspace.variables[$0] }
    defer { if let variable { workspace.variables[variable] = saved } }
    let values: [Value]
    do {
      values = try Self.loopValues(over, isRepeat: variable == nil, at: span, in: workspace)
      try count(values.count, at: span)
    } catch { throw Failure(error) }
    func go(_ turn: Int) throws(Failure) {
      let value = values[turn]
      if let variable { workspace.variables[variable] = value }
      let filled = variable.map { name in body.map { $0.substituting(name, value) } } ?? body
      try run(each: filled, at: path + [turn + 1], number, &results)
    }
    guard let rehearsal = workspace.rehearsal else {
      for turn in values.indices where !isCutShort { try go(turn) }
      return
    }
    for turn in rehearsal.turns(of: values.count) where !isCutShort {
      try rehearsal.standing(for: turn.factor) { () throws(Failure) in try go(turn.place) }
    }
  }

  /// Runs the statements of one turn or branch, until work is to stop.
  private func run(
    each body: [Statement], at path: [Int], _ number: Int?, _ results: inout [Result]
  ) throws(Failure) {
    for (place, inner) in body.enumerated() {
      if isCutShort || control.shouldStop() {
        isCutShort = true
        return
      }
      try run(inner, at: path + [place + 1], number: number, into: &results)
    }
  }

  /// Runs the branch of an `if` that is to run: 1 in the path of its results, or 2 after `else`.
  ///
  /// A dry run goes through both where the condition depends on results, which it does not have.
  private func run(
    _ then: [Statement], _ otherwise: [Statement], if condition: Expression, at path: [Int],
    _ span: Span, _ number: Int?, _ results: inout [Result]
  ) throws(Failure) {
    let holds: Bool
    do { holds = try Evaluator(workspace).truth(condition, at: span) } catch {
      throw Failure(error)
    }
    guard let rehearsal = workspace.rehearsal, rehearsal.isUnknown(condition, in: workspace) else {
      return try run(each: holds ? then : otherwise, at: path + [holds ? 1 : 2], number, &results)
    }
    let kept = timeline
    let branch = Timeline(workspace, number: 0, folder: nil)
    timeline = branch
    defer { timeline = kept }
    var ignored: [Result] = []
    try rehearsal.branches { () throws(Failure) in
      try run(each: otherwise, at: path + [2], number, &ignored)
    } _: { () throws(Failure) in
      do { _ = try branch.go(to: 0, workspace) } catch { throw Failure(error, at: span) }
      timeline = kept
      try run(each: then, at: path + [1], number, &results)
    }
  }

  /// Counts turns of the blocks of one command.
  ///
  /// - Throws: `Diagnostic` if they become too many.
  private func count(_ turns: Int, at span: Span) throws(Diagnostic) {
    let product = turns.multipliedReportingOverflow(by: workspace.rehearsal?.factor ?? 1)
    let sum = self.turns.addingReportingOverflow(product.partialValue)
    guard !product.overflow, !sum.overflow, sum.partialValue <= TextLimits.turns else {
      throw Diagnostic(
        "the blocks of one command have at most \(TextLimits.turns) turns together", at: span)
    }
    self.turns = sum.partialValue
  }

  /// Runs a statement that is no block, and shows what came of it.
  private func run(
    single statement: Statement, at path: [Int], number: Int?, into results: inout [Result]
  ) throws(Failure) {
    var context = context()
    context.recorded?.path = path
    let start = control.clock()
    let outcome: Outcome
    if let recorded = try recall(statement, in: context) {
      outcome = recorded
    } else {
      outcome = try self.outcome(of: statement, in: context)
    }
    var result = Result(
      path: path, statement: statement, outcome: outcome,
      digests: try digests(outcome.touched, at: statement.span),
      seconds: control.clock() - start)
    if snapshots?.answers == true, outcome.origin == nil {
      result.outcome.origin = .run(changed: [])
    }
    isCutShort = isCutShort || outcome.stop != nil
    if replayed == nil {
      tell(.end(number: number, result))
      if let number, let journal, !isCutShort || recordsStopped() {
        result.figures = journal.keep(outcome.figures, outcome.keeping, of: [number] + path)
      }
    }
    if !keepsFigures { result.outcome.figures = [] }
    results.append(result)
  }

  /// What a command is given besides its arguments.
  package func context() -> CommandContext {
    var context = CommandContext(workspace)
    (context.control, context.number, context.timeline) = (control, number, timeline)
    (context.snapshots, context.redirected, context.recorded) = (snapshots, redirected, replayed)
    (context.lastLook, context.manual) = (lastLook, manual)
    (context.playing, context.experiments) = (playing, experiments)
    context.rehearse = rehearse
    return context
  }

  /// What is recorded of a statement that changes nothing, while a journal is replayed; nil if the
  /// statement must run.
  private func recall(
    _ statement: Statement, in context: CommandContext
  ) throws(Failure) -> Outcome? {
    guard let recorded = context.recorded else { return nil }
    switch statement {
    case .expect: return Outcome(recorded.values)
    case .invocation(let invocation) where invocation.binding == nil:
      guard let type = Commands.named(invocation.verb), !type.changesObjects else { return nil }
      do {
        let arguments = try Arguments(invocation, card: type.card, values: Evaluator(workspace))
        try type.init(arguments).recalled(recorded.values, in: context)
      } catch { throw Failure(error, at: invocation.span) }
      return Outcome(recorded.values)
    default: return nil
    }
  }

  /// What comes of a statement that is no block.
  ///
  /// - Throws: `Failure` with the place in the line, whatever went wrong; objects that the
  ///   statement had not changed yet stay as they were.
  package func outcome(
    of statement: Statement, in context: CommandContext
  ) throws(Failure) -> Outcome {
    do {
      switch statement {
      case .invocation(let invocation): return try outcome(of: invocation, in: context)
      case .bind(let isParameter, let name, let value, let span):
        return try bind(name, value, isParameter: isParameter, at: span)
      case .expect(let expression, let span): return try expect(expression, at: span)
      case .definition(let definition, _):
        workspace.definitions.add(definition)
        return .text("defined \(definition.head)")
      case .loop, .choice:
        throw WorkbenchError("a block runs statement by statement")
      }
    } catch {
      throw Failure(error, at: statement.span)
    }
  }

  private func outcome(of given: Invocation, in context: CommandContext) throws -> Outcome {
    let invocation = try Evaluator(workspace).named(given)
    var outcome = try outcome(ofNamed: invocation, in: context)
    // Filled text is recorded as it was; names that are worked out replay from their variables.
    if invocation != given, invocation.binding == nil, outcome.line == nil {
      outcome.line = invocation.description
    }
    return outcome
  }

  private func outcome(
    ofNamed typed: Invocation, in context: CommandContext
  ) throws -> Outcome {
    var invocation = typed
    if let binding = invocation.binding {
      invocation = try Commands.checked(invocation, binding, in: workspace)
      let object = try Declarations.make(
        invocation, binding, in: workspace, control: context.control,
        redirected: context.redirected)
      let replaced = (workspace[object.name] as? LearnerObject).flatMap(\.replacement)
      try context.insert(object)
      return Outcome(
        object.fields, figures: [.text(object.summary)] + (replaced.map { [.text($0)] } ?? []))
    }
    let (outcome, type, resolved) = try context.run(invocation)
    if !type.isJournaled { lastLook = resolved }
    return outcome
  }

  private func bind(
    _ name: String, _ value: Expression, isParameter: Bool, at span: Span
  ) throws -> Outcome {
    let given = isParameter ? workspace.configuration.overrides[name] : nil
    workspace.rehearsal?.note(name, given ?? value, in: workspace)
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
    // What a dry run compares are placeholders.
    guard holds || workspace.rehearsal != nil else {
      let was = values.dropFirst().first.map { ": it is \($0.value)" } ?? ""
      throw WorkbenchError("expected \(expression)\(was)")
    }
    return Outcome(values)
  }

  /// The values that a loop runs over.
  static func loopValues(
    _ over: Expression, isRepeat: Bool, at span: Span, in workspace: Workspace
  ) throws(Diagnostic) -> [Value] {
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
  package static func values(_ value: Value, at span: Span) throws(Diagnostic) -> [Value] {
    guard let values = value.each else {
      throw Diagnostic(
        "\(value) is not a range that counts upward over at most 1000000 numbers", at: span)
    }
    return values
  }
}
