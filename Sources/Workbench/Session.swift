import Catalog
import Figures
import Language
import Torch

/// A bench with its journal: runs statements one by one, records them and tells what came of them.
package final class Session {
  package let bench: Bench
  /// Nil when nothing is, or can any longer be, recorded.
  package private(set) var journal: JournalWriter?
  /// What happens, in order; the front end shows it.
  package var tell: (Event) -> Void = { _ in }
  /// The number of the next journaled command.
  package private(set) var number = 1
  /// The journaled commands so far.
  package private(set) var history: [(number: Int, text: String)] = []
  private var hasNotedTorch = false
  /// Whether the commands that run are in the journal already.
  private var isReplaying = false
  private var errors = 0
  /// Whether results keep their figures after these were shown; many images take much room.
  var keepsFigures = false

  /// What a front end is told.
  package enum Event {
    /// A command begins; its number is nil when the journal does not keep it.
    case begin(number: Int?, text: String)
    /// A command, or one turn of one inside a block, came to its end.
    case end(number: Int?, Result)
    /// A look at something that is no command's result.
    case look([Figure])
    /// Prose of a session file.
    case prose(String)
  }

  /// What came of one statement.
  package struct Result {
    /// Place inside a block: turn and statement, both from 1, for each level; empty outside.
    package let path: [Int]
    package let statement: Statement
    package var outcome: Outcome
    /// Digests of the objects that changed, in hexadecimal.
    package let digests: [(name: String, digest: String)]
    /// Where it comes from, when snapshots may answer.
    package var origin: Origin?
    /// The pictures that lie beside the journal.
    var pictures: [FigureRecord] = []
  }

  package init(_ bench: Bench, journal: JournalWriter? = nil) {
    (self.bench, self.journal) = (bench, journal)
    if let journal { bench.workspace.snapshots = SnapshotStore(journal: journal.path) }
  }

  /// Runs one statement, with everything inside it.
  ///
  /// - Throws: `Failure`; live objects are kept.
  @discardableResult
  package func run(_ given: Statement) throws(Failure) -> [Result] {
    let statement = bench.workspace.overridden(given)
    let isKept = Self.isJournaled(statement)
    let text = statement.description
    if isKept { try write(at: statement.span) { try $0.intend(number, text) } }
    if !isReplaying { tell(.begin(number: isKept ? number : nil, text: text)) }
    var results: [Result] = []
    bench.workspace.number = number
    do throws(Failure) {
      try run(statement, at: [], number: isKept ? number : nil, into: &results)
    } catch {
      errors += 1
      if isKept {
        try recordEach(results, at: statement.span)
        try write(at: statement.span) { try $0.fail(number, error.diagnostic.message) }
      }
      throw error
    }
    if isKept {
      try record(statement, text, results)
      bench.workspace.timeline?.note(number - 1, text, bench.workspace)
    }
    return results
  }

  /// Runs a command that the journal holds already: what is recorded about it is not computed
  /// again if it can be found, and nothing is recorded twice.
  ///
  /// - Throws: `Failure` if a state comes out otherwise than it is recorded.
  func replay(_ command: JournalDocument.Command, isSuperseded: @escaping (String) -> Bool)
    throws(Failure)
  {
    let workspace = bench.workspace
    let recall = Recall(command, isSuperseded: isSuperseded)
    (workspace.recall, isReplaying, hasNotedTorch) = (recall, true, true)
    defer { (workspace.recall, isReplaying) = (nil, false) }
    let results = try run(command.statement)
    // What was stopped stands at another state, which says nothing.
    guard !workspace.control.shouldStop() else { return }
    for result in results {
      for (name, digest) in result.digests where !isSuperseded(name) {
        guard let recorded = command.digests[result.path]?[name], recorded != digest else {
          continue
        }
        throw Failure(
          Diagnostic(
            "the state of \(name) comes out as \(digest), recorded is \(recorded): "
              + "the session cannot be resumed here", at: command.parsed.span),
          trouble: .mismatch)
      }
    }
  }

  /// Has snapshots looked for beside the journal at `path` too.
  package func look(beside path: String) { bench.workspace.snapshots?.look(beside: path) }

  /// Lets snapshots, also those beside the file at `path`, answer trainings while `work` runs.
  func answering(from path: String, _ work: () throws(Failure) -> Void) throws(Failure) {
    let snapshots = bench.workspace.snapshots
    snapshots?.look(beside: path)
    snapshots?.answers = true
    defer { snapshots?.answers = false }
    try work()
  }

  /// Makes ready for what the commands of `document` need.
  func prepare(for document: JournalDocument) {
    if document.returns { keepTimeline() }
  }

  /// Keeps the states after all further commands, to go back to.
  package func keepTimeline() {
    guard bench.workspace.timeline == nil else { return }
    bench.workspace.timeline = Timeline(
      bench.workspace, number: number - 1, folder: bench.workspace.snapshots?.folder)
  }

  /// Notes in the journal that the session died in a command that is not run again.
  package func leaveOut(_ command: String) {
    try? journal?.fail(number, JournalText.leftOut(command))
  }

  /// Ends the journal with a line that says so.
  package func close(status: String) {
    try? journal?.end(status: status, commands: number - 1, errors: errors)
    journal = nil
  }

  /// Writes prose into the journal and shows it.
  package func say(_ prose: String) throws(Failure) {
    try write(at: .nowhere) { try $0.prose(prose) }
    tell(.prose(prose))
  }

  /// Runs a statement, and every turn of a block, and collects what came of it.
  private func run(
    _ statement: Statement, at path: [Int], number: Int?, into results: inout [Result]
  ) throws(Failure) {
    guard case .loop(let variable, let over, let body, let span) = statement else {
      let workspace = bench.workspace
      workspace.origin = nil
      workspace.recall?.path = path
      let outcome: Outcome
      if let recorded = try workspace.recall?.outcome(of: statement, in: workspace) {
        outcome = recorded
      } else {
        outcome = try bench.run(statement)
      }
      var result = Result(
        path: path, statement: statement, outcome: outcome,
        digests: try digests(outcome.touched, at: statement.span))
      if workspace.snapshots?.answers == true {
        result.origin = workspace.origin ?? .run(changed: [])
      }
      if !isReplaying {
        tell(.end(number: number, result))
        if let number { journal?.keepPictures(of: &result, number) }
      }
      if !keepsFigures { result.outcome.figures = [] }
      results.append(result)
      return
    }
    let saved = variable.flatMap { bench.workspace.variables[$0] }
    defer { if let variable { bench.workspace.variables[variable] = saved } }
    let values: [Value]
    do {
      values = try bench.loopValues(over, isRepeat: variable == nil, at: span)
    } catch { throw Failure(error) }
    for (turn, value) in values.enumerated() {
      if let variable { bench.workspace.variables[variable] = value }
      for (place, inner) in body.enumerated() {
        if bench.workspace.control.shouldStop() { return }
        try run(
          variable.map { inner.substituting($0, value) } ?? inner,
          at: path + [turn + 1, place + 1], number: number, into: &results)
      }
    }
  }

  private func record(
    _ statement: Statement, _ text: String, _ results: [Result]
  ) throws(Failure) {
    try noteTorch(at: statement.span)
    if case .loop = statement, bench.workspace.control.shouldStop() {
      // A block that Ctrl-C stopped is recorded as what was done of it.
      try recordEach(results, at: statement.span)
      return
    }
    let line = results.count == 1 && results[0].path.isEmpty ? results[0].line : text
    try write(at: statement.span) { try $0.record(line, number, results) }
    history.append((number, line))
    number += 1
  }

  /// Records the finished turns of a block as plain commands.
  private func recordEach(_ results: [Result], at span: Span) throws(Failure) {
    for result in results where Self.isJournaled(result.statement) {
      let flat = Result(
        path: [], statement: result.statement, outcome: result.outcome, digests: result.digests,
        pictures: result.pictures)
      try write(at: span) { try $0.record(result.line, number, [flat]) }
      history.append((number, result.line))
      number += 1
    }
  }

  private func digests(
    _ names: [String], at span: Span
  ) throws(Failure) -> [(name: String, digest: String)] {
    do {
      return try names.compactMap { name in
        try bench.workspace[name]?.digest().map { (name, StateDigest.text($0)) }
      }
    } catch { throw Failure(error, at: span) }
  }

  /// The version of libtorch is known only once it is loaded.
  private func noteTorch(at span: Span) throws(Failure) {
    guard !hasNotedTorch, let version = Backend.version else { return }
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
  private func write(
    at span: Span, _ action: (JournalWriter) throws -> Void
  ) throws(Failure) {
    guard let writer = journal, !isReplaying else { return }
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
