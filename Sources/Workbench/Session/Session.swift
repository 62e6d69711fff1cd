import Figures
import Journal
import Language
import Torch

/// Live objects with their journal: runs statements one by one, records them and reports what came
/// of them.
package final class Session {
  package let workspace: Workspace
  /// Nil when nothing is, or can any longer be, recorded.
  package internal(set) var journal: JournalWriter?
  /// What happens, in order; the front end shows it.
  package var tell: (Event) -> Void = { _ in }
  /// Tells long commands to stop, and reports how far they are.
  package var control = RunControl()
  /// Where trainings keep snapshots; nil: nowhere.
  package var snapshots: SnapshotStore?
  /// Earlier states to return to; nil: none are kept.
  package internal(set) var timeline: Timeline?
  /// Where files go instead of where commands say; nil: nowhere else.
  package var redirected: RedirectedFiles?
  /// The files that are being played, the outermost first, each under one name for all its spellings.
  var playing: [String] = []
  /// Goes through a file in a dry run, for commands that others run later; nil: nothing does.
  var rehearse: ((_ file: String, _ overrides: [String: Expression]) throws -> Void)?
  /// The folder for experiments that are given no place; nil: beside their sessions.
  package var experiments: String?
  /// Pages of help that the front end brings, by topic.
  package var manual: [String: Table] = [:]
  /// The number of the next journaled command.
  package internal(set) var number = 1
  /// The journaled commands so far.
  package internal(set) var history: [(number: Int, text: String)] = []
  /// The version of the journal that the session continues.
  var journalVersion = JournalText.version
  var hasNotedTorch = false
  /// The command of the journal that is being replayed: it is in the journal already.
  var replayed: RecordedCommand?
  /// The newest command that the journal did not keep, for `pin`.
  var lastLook: Invocation?
  /// Whether a command that was asked to stop is recorded with what it has done, as at a prompt;
  /// otherwise it stays begun in the journal, and `resume` finishes it.
  package var recordsStopped: () -> Bool = { true }
  /// Whether the newest command stopped before its end because it was asked to.
  var isCutShort = false
  /// Whether a command stayed begun in the journal; nothing is recorded after it.
  package internal(set) var isUnfinished = false
  var errors = 0
  /// Turns of blocks of the command at work.
  var turns = 0
  /// Whether results keep their figures after these were shown; many images take much room.
  var keepsFigures = false

  /// What is reported to a front end.
  package enum Event {
    /// A command begins; its number is nil when the journal does not keep it.
    case begin(number: Int?, text: String)
    /// A command, or one turn of one inside a block, came to its end.
    case end(number: Int?, Result)
    /// A look at something that is no command's result.
    case look([Figure])
    /// Prose of a session file.
    case prose(String)
    /// A command on the session or on files came to its end after so many seconds; what it shows are
    /// looks, and the commands that it ran have events of their own.
    case done(seconds: Double)
  }

  /// What came of one statement.
  package struct Result {
    /// Place inside a block: turn and statement, both from 1, for each level; empty outside.
    package let path: [Int]
    package let statement: Statement
    package var outcome: Outcome
    /// Digests of the objects that changed, in hexadecimal.
    package let digests: [(name: String, digest: String)]
    /// How long it took, in seconds.
    package let seconds: Double
    /// What the journal keeps of the figures.
    var figures: [FigureRecord] = []

    /// What the journal keeps of it, at another place if need be.
    func record(at path: [Int]? = nil) -> CommandRecord {
      CommandRecord(
        path: path ?? self.path, values: outcome.values, digests: digests, figures: figures)
    }
  }

  package init(_ workspace: Workspace, journal: JournalWriter? = nil) {
    (self.workspace, self.journal) = (workspace, journal)
    if let journal { snapshots = SnapshotStore(journal: journal.path) }
  }

  /// Runs one statement, with everything inside it.
  ///
  /// - Throws: `Failure`; live objects are kept.
  @discardableResult
  package func run(_ given: Statement) throws(Failure) -> [Result] {
    let statement = try meant(given)
    let isKept = Self.isJournaled(statement)
    let text = statement.description
    if isKept { try write(at: statement.span) { try $0.intend(number, text) } }
    if replayed == nil { tell(.begin(number: isKept ? number : nil, text: text)) }
    var results: [Result] = []
    (isCutShort, turns) = (false, 0)
    do throws(Failure) {
      try run(statement, at: [], number: isKept ? number : nil, into: &results)
    } catch {
      errors += 1
      // What was asked to stop may say so by an error.
      isCutShort = isCutShort || control.shouldStop()
      if isKept, !leavesUnfinished() {
        try recordEach(results, at: statement.span)
        try write(at: statement.span) { try $0.fail(number, error.diagnostic.message) }
      }
      throw error
    }
    if isKept, !leavesUnfinished() {
      try record(statement, text, results)
      timeline?.note(number - 1, text, workspace)
    }
    return results
  }

  /// A statement with what was given from outside, as this session's journal means it.
  ///
  /// - Throws: `Failure` if what was given does not fit.
  func meant(_ given: Statement) throws(Failure) -> Statement {
    let overridden: Statement
    do throws(Diagnostic) { overridden = try workspace.overridden(given) } catch {
      throw Failure(error, trouble: .syntax)
    }
    return journalVersion == 1 ? FirstVersion.today(overridden) : overridden
  }

  /// Whether the newest command, which was cut short, stays begun in the journal.
  private func leavesUnfinished() -> Bool {
    guard isCutShort, replayed == nil, !recordsStopped() else { return false }
    isUnfinished = true
    return true
  }

  /// Runs a command that the journal holds already: what is recorded about it is not computed
  /// again if it can be found, and nothing is recorded twice.
  ///
  /// - Throws: `Failure` if a state differs from the recorded one.
  @discardableResult
  func replay(_ statement: Statement, as recorded: RecordedCommand) throws(Failure) -> [Result] {
    replayed = recorded
    defer { replayed = nil }
    let results = try run(statement)
    // What was stopped stands at another state, which says nothing.
    guard !control.shouldStop() else { return results }
    for result in results {
      for (name, digest) in result.digests where !recorded.isSuperseded(name) {
        guard let before = recorded.command.digests[result.path]?[name], before != digest else {
          continue
        }
        throw Failure(
          Diagnostic(
            "the state of \(name) is \(digest), but \(before) was recorded: "
              + "the session cannot be resumed here", at: recorded.command.parsed.span),
          trouble: .mismatch)
      }
    }
    return results
  }

  /// Has snapshots looked for beside the journal at `path` too.
  package func look(beside path: String) { snapshots?.look(beside: path) }

  /// Lets snapshots, also those beside the file at `path`, answer trainings while `work` runs.
  func answering(from path: String, _ work: () throws(Failure) -> Void) throws(Failure) {
    snapshots?.look(beside: path)
    snapshots?.answers = true
    defer { snapshots?.answers = false }
    try work()
  }

  /// Keeps the states after all further commands, to return to.
  package func keepTimeline() {
    guard timeline == nil else { return }
    timeline = Timeline(workspace, number: number - 1, folder: snapshots?.folder)
  }

  /// Notes a look that was shown before the session was resumed, for `pin`.
  func remember(look invocation: Invocation) {
    guard let type = Commands.named(invocation.verb), !type.isJournaled,
      let named = try? Evaluator(workspace).named(invocation),
      let arguments = try? Arguments(named, card: type.card, values: Evaluator(workspace))
    else { return }
    lastLook = arguments.resolved
  }

  /// Writes prose into the journal and, unless told otherwise, shows it.
  package func say(_ prose: String, shown: Bool = true) throws(Failure) {
    if replayed == nil { try write(at: .nowhere) { try $0.prose(prose) } }
    if shown { tell(.prose(prose)) }
  }
}
