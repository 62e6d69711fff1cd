import Figures
import Foundation
import Journal
import Language

/// Reads text and runs its statements in the session; used by every front end.
package final class Interpreter {
  package let session: Session
  /// Whether `quit` was run.
  package private(set) var hasQuit = false
  /// What does the verbs that the session alone cannot do, such as `step`, by their names.
  package var frontEnd: [String: (Arguments) throws -> Void] = [:]
  /// Files that are being run, to notice one that runs itself.
  private var open: [String] = []
  /// Whether the commands that run are those of a file.
  package var isPlayingFile: Bool { !open.isEmpty }

  package init(_ session: Session) { self.session = session }

  /// Whether to run nothing more: after `quit`, or when asked to stop.
  var isStopped: Bool { hasQuit || session.control.shouldStop() }

  /// Runs what a user typed; abbreviations are taken.
  @discardableResult
  package func prompt(_ text: String) throws(Failure) -> [Session.Result] {
    session.keepTimeline()
    do {
      var results: [Session.Result] = []
      for parsed in try Parser.prompt(text) {
        results += try run(parsed, lenient: true)
        if isStopped { break }
      }
      return results
    } catch {
      throw Failure(syntax: error).inside(text, "prompt")
    }
  }

  /// Runs the text of a script.
  ///
  /// - Parameter continues: whether `back 3` in it means the session's third command, not its own.
  package func script(
    _ text: String, label: String, continues: Bool = false
  ) throws(Failure) {
    let document = try JournalDocument(text, file: label)
    try Player(document, of: (text, label), in: self, continues: continues).play()
  }

  /// Runs a session or journal file; stops at the first failure or when asked to stop.
  ///
  /// - Parameters:
  ///   - last: the number of a command of the file, or the name of a mark, after which it ends.
  ///   - fast: whether trainings with the same inputs are taken from snapshots.
  package func file(
    _ path: String, until last: String? = nil, fast: Bool = false
  ) throws(Failure) {
    guard fast else { return try file(path, until: last) }
    try session.answering(from: path) { () throws(Failure) in try file(path, until: last) }
  }

  private func file(_ path: String, until last: String?) throws(Failure) {
    let identity = URL(fileURLWithPath: path).standardizedFileURL.path
    guard !open.contains(identity), open.count < 16 else {
      throw Failure(Diagnostic("\(path) runs itself", at: .nowhere))
    }
    open.append(identity)
    defer { open.removeLast() }
    let player = try Player(file: path, in: self)
    if player.document.isJournal {
      Circumstances.departures(from: player.document.facts, in: session.workspace)
        .forEach(session.control.warn)
    }
    do {
      if open.count == 1 {
        try session.workspace.checkOverrides(in: player.document.commands.map(\.statement))
      }
      try player.play(until: last.map { try player.document.place(of: $0) })
    } catch {
      throw Failure(syntax: error).inside(try SessionFile.read(path), path)
    }
  }

  /// Runs what is left of a session after the commands that are recorded by now.
  package func rest(_ rest: SessionRest) throws(Failure) {
    let first = rest.start(after: session.number - 1)
    try Player(rest.document, of: rest.source, in: self, from: first, continues: true).play()
  }

  /// Runs one statement of a file; a `recorded` one is in the journal already.
  func run(
    _ parsed: ParsedStatement, replaying recorded: RecordedCommand? = nil, lenient: Bool = false
  ) throws(Failure) -> [Session.Result] {
    do {
      let statement = try canonical(parsed.statement, in: Commands.vocabulary, lenient: lenient)
      if case .invocation(let invocation) = statement, try sessionVerb(invocation) { return [] }
      guard let recorded else { return try session.run(statement) }
      return try session.replay(statement, as: recorded)
    } catch { throw Failure(syntax: error) }
  }

  /// Does a verb that acts on the session and not on its objects; false if it is none.
  private func sessionVerb(_ invocation: Invocation) throws -> Bool {
    guard invocation.binding == nil, let type = Commands.session(invocation.verb) else {
      return false
    }
    let values = Evaluator(session.workspace)
    try type.run(Arguments(invocation, card: type.card, values: values), in: self)
    return true
  }

  /// Runs a verb that only the front end can run.
  ///
  /// - Throws: `Diagnostic` if there is none that can.
  package func askFrontEnd(_ arguments: Arguments) throws {
    guard let action = frontEnd[arguments.card.name] else {
      throw Diagnostic(
        "'\(arguments.card.name)' works only at the prompt", at: arguments.invocation.verbSpan)
    }
    try action(arguments)
  }

  /// Ends the session after the command at work.
  package func quit() { hasQuit = true }

  package func show(_ figures: Figure...) { session.tell(.look(figures)) }
}
