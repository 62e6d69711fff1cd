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
  private var open: [String] = [] { didSet { session.playing = open } }
  /// What a journal holds of the file that is resumed; nil if none is.
  private var past: RecordedPast?
  /// Whether the commands that run are those of a file.
  package var isPlayingFile: Bool { !open.isEmpty || isGuiding }
  /// The lessons that can be had.
  package var shelf = LessonShelf(folders: [], state: nil)
  /// The lesson under way.
  var guide: LessonGuide?
  /// Lessons that were left in this session, by their paths.
  var leftLessons: [String: LessonGuide] = [:]
  /// Whether the lesson, and not the student, runs the command at work.
  var isGuiding = false
  /// Whether it was said that progress in lessons cannot be kept.
  var hasWarnedOfProgress = false
  /// Calls of definitions that are at work.
  var calls = 0
  /// Whether commands run that nobody has just typed, so that they are shown.
  package var echoes: Bool { isPlayingFile || calls > 0 }

  package init(_ session: Session) { self.session = session }

  /// Whether to run nothing more: after `quit`, or when asked to stop.
  var isStopped: Bool { hasQuit || session.control.shouldStop() }

  /// Runs what a user typed; abbreviations are taken.
  @discardableResult
  package func prompt(_ given: String) throws(Failure) -> [Session.Result] {
    session.keepTimeline()
    let text = try guide?.reading(given) ?? given
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
  /// - Parameters:
  ///   - continues: whether `back 3` in it means the session's third command, not its own.
  ///   - lenient: whether abbreviations are taken, as of what a person typed.
  package func script(
    _ given: String, label: String, continues: Bool = false, lenient: Bool = false
  ) throws(Failure) {
    if lenient { session.keepTimeline() }
    let text = try guide?.reading(given) ?? given
    let document = try JournalDocument(text, file: label)
    try Player(document, of: (text, label), in: self, continues: continues, lenient: lenient)
      .play()
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

  /// Runs a session file whose first commands `resumption` holds: those come back as they were, and
  /// the rest goes on in the journal.
  ///
  /// - Parameter whenOver: told when everything is back, before anything is written.
  /// - Throws: `Failure` if the journal has another command than the file, if a state differs from the recorded one
  ///   otherwise than it was, if work is to stop before all is back, or what the rest throws.
  package func file(
    _ path: String, resuming resumption: Resumption, whenOver: @escaping () -> Void
  ) throws(Failure) {
    let document = try JournalDocument(file: path)
    resumption.prepare(session)
    session.snapshots?.answers = true
    let past = RecordedPast(
      resumption,
      last: document.isStraight && resumption.document.isStraight
        ? resumption.lastStates(session.snapshots) : [:],
      whenOver: whenOver)
    self.past = past
    defer {
      self.past = nil
      session.snapshots?.answers = false
    }
    do {
      try file(path, until: nil)
    } catch {
      throw !past.isOver && session.control.shouldStop() ? resumption.stopped : error
    }
    guard past.isOver else {
      guard !session.control.shouldStop() else { throw resumption.stopped }
      throw Failure(
        Diagnostic(
          "\(resumption.path) goes on after the end of \(path)", at: .nowhere,
          suggestion: "resume it without the file"), trouble: .syntax)
    }
  }

  private func file(_ path: String, until last: String?) throws(Failure) {
    try playing(path) { player throws(Failure) in
      let place: Int?
      do { place = try last.map(player.document.place) } catch { throw Failure(syntax: error) }
      try player.play(until: place)
    }
  }

  /// Has `work` play a session or journal file.
  ///
  /// - Throws: `Failure` if the file cannot be read, holds a wrong word or runs itself, and what `work`
  ///   throws.
  func playing(
    _ path: String, _ work: (Player) throws(Failure) -> Void
  ) throws(Failure) {
    let identity = Self.identity(path)
    guard !open.contains(identity), open.count < 16 else {
      throw Failure(Diagnostic("\(path) runs itself", at: .nowhere))
    }
    open.append(identity)
    defer { open.removeLast() }
    let player = try Player(file: path, in: self)
    if player.document.isJournal, session.workspace.rehearsal == nil {
      Circumstances.departures(from: player.document.facts, in: session.workspace)
        .forEach(session.control.warn)
    }
    do {
      if open.count == 1 {
        try session.workspace.checkOverrides(in: player.document.commands.map(\.statement))
      }
      try work(player)
    } catch {
      throw Failure(syntax: error).inside(try SessionFile.read(path), path)
    }
  }

  /// Runs one statement of a file; a `recorded` one is in the journal already.
  func run(
    _ parsed: ParsedStatement, replaying recorded: RecordedCommand? = nil, lenient: Bool = false
  ) throws(Failure) -> [Session.Result] {
    do {
      let typed = try canonical(parsed.statement, in: vocabulary, lenient: lenient)
      if let (definition, call) = session.workspace.definitions.called(by: typed) {
        return try run(call, of: definition, at: parsed.span)
      }
      let statement = try session.workspace.definitions.expanding(typed)
      if let past, !past.isOver, let results = try recall(statement, from: past) { return results }
      if case .invocation(let invocation) = statement,
        try endsTrial(invocation) || sessionVerb(invocation)
      {
        return []
      }
      if let recorded { return try session.replay(statement, as: recorded) }
      let results = try session.run(statement)
      // Only what the session was stopped in goes on from a snapshot.
      if past != nil, Session.isJournaled(statement) { session.snapshots?.answers = false }
      if !isPlayingFile { try guide?.after(statement) }
      return results
    } catch { throw Failure(syntax: error) }
  }

  /// Brings back what the journal holds of a command of the file that is resumed; nil if it is to run.
  private func recall(
    _ statement: Statement, from past: RecordedPast
  ) throws(Failure) -> [Session.Result]? {
    guard Session.isJournaled(statement) else {
      guard past.isReplaying, case .invocation(let invocation) = statement,
        ![Run.card.name, Quit.card.name].contains(invocation.verb)
      else { return nil }
      session.remember(look: invocation)
      return []
    }
    guard let recorded = try past.command(for: try session.meant(statement)) else { return nil }
    let results: [Session.Result]
    do {
      results = try session.replay(
        canonical(recorded.command.statement, in: Commands.vocabulary, lenient: false), as: recorded
      )
    } catch { throw past.failure(error) }
    if !session.control.shouldStop() { past.advance() }
    return results
  }

  /// Writes prose of a file into the journal, unless it stands there already, and shows it.
  func say(_ prose: String) throws(Failure) {
    let rest = past?.rest(of: prose) ?? prose
    if !rest.isEmpty { try session.say(rest) }
  }

  /// Does a verb that acts on the session and not on its objects; false if it is none.
  private func sessionVerb(_ invocation: Invocation) throws -> Bool {
    guard invocation.binding == nil, let type = Commands.session(invocation.verb) else {
      return false
    }
    let values = Evaluator(session.workspace)
    let start = session.control.clock()
    let arguments = try Arguments(invocation, card: type.card, values: values)
    do { try type.run(arguments, in: self) } catch {
      throw Failure(wrapping: error).placed(in: arguments)
    }
    if !hasQuit { session.tell(.done(seconds: session.control.clock() - start)) }
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
    for (place, operand) in arguments.card.operands.enumerated() where operand.domain == .path {
      if let path = arguments.text(place), open.contains(Self.identity(path)) {
        throw Diagnostic("\(path) runs itself", at: arguments.span(place))
      }
    }
    try action(arguments)
  }

  /// One name for all spellings of a path.
  private static func identity(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }

  /// Ends the session after the command at work.
  package func quit() { hasQuit = true }

  package func show(_ figures: Figure...) { session.tell(.look(figures)) }
}
