import Catalog
import Journal
import Language
import Torch

/// What the journal keeps of a session.
extension Session {
  /// Notes in the journal that the session died in a command that is not run again.
  package func leaveOut(_ command: String) {
    try? journal?.fail(number, JournalText.leftOut(command))
  }

  /// Ends the journal with a line that says so.
  package func close(status: String) {
    try? journal?.end(status: status, commands: number - 1, errors: errors)
    journal = nil
  }

  /// Writes into the journal what happens in a lesson.
  func note(_ note: LessonNote) throws(Failure) {
    try write(at: .nowhere) { try $0.note(note, after: number - 1) }
  }

  func record(
    _ statement: Statement, _ text: String, _ results: [Result]
  ) throws(Failure) {
    try noteTorch(at: statement.span)
    if statement.isBlock, isCutShort {
      // A block that Ctrl-C stopped is recorded as what was done of it.
      try recordEach(results, at: statement.span)
      return
    }
    let line = results.count == 1 && results[0].path.isEmpty ? results[0].line : text
    try write(at: statement.span) { try $0.record(line, number, results.map { $0.record() }) }
    history.append((number, line))
    number += 1
  }

  /// Records the finished turns of a block as plain commands.
  func recordEach(_ results: [Result], at span: Span) throws(Failure) {
    for result in results where Self.isJournaled(result.statement) {
      try write(at: span) { try $0.record(result.line, number, [result.record(at: [])]) }
      history.append((number, result.line))
      number += 1
    }
  }

  func digests(
    _ names: [String], at span: Span
  ) throws(Failure) -> [(name: String, digest: String)] {
    do {
      return try names.compactMap { name in
        try workspace[name]?.digest().map { (name, StateDigest.text($0)) }
      }
    } catch { throw Failure(error, at: span) }
  }

  /// The version of libtorch is known only once it is loaded.
  private func noteTorch(at span: Span) throws(Failure) {
    guard !hasNotedTorch, replayed == nil, let version = Backend.version else { return }
    hasNotedTorch = true
    try write(at: span) { try $0.state([("torch", version)]) }
  }

  static func isJournaled(_ statement: Statement) -> Bool {
    guard case .invocation(let invocation) = statement, invocation.binding == nil else {
      return true
    }
    return Commands.named(invocation.verb)?.isJournaled
      ?? (Commands.session(invocation.verb) == nil)
  }

  /// A journal that cannot be written is given up with a message; the objects stay alive.
  func write(
    at span: Span, _ action: (JournalWriter) throws -> Void
  ) throws(Failure) {
    guard let writer = journal, replayed == nil else { return }
    do { try action(writer) } catch {
      journal = nil
      throw Failure(Diagnostic("\(error); nothing more is recorded", at: span))
    }
  }
}

extension Session.Result {
  /// The command as the journal keeps it: stopped where Ctrl-C stopped it.
  var line: String {
    if let line = outcome.line { return line }
    guard let steps = outcome.stop, case .invocation(var invocation) = statement else {
      return statement.description
    }
    invocation.arguments.removeAll { $0.role == .option("stop") }
    invocation.arguments.append(Argument(.option("stop"), .literal(.integer(steps))))
    return invocation.description
  }
}
