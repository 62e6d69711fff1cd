import Journal
import Language

/// A journal whose session ended or died, ready to go on.
package struct Resumption {
  package let path: String
  /// The file as it was read.
  let text: String
  package let document: JournalDocument
  /// Bytes of the journal up to the command that the session died in, or to its end.
  package let length: Int
  /// The command that the session died in.
  package let unfinished: String?
  /// All commands: those of `document`, with everything around them, and the unfinished one.
  let script: String
  /// Whether the session said goodbye.
  package let hasEnded: Bool

  /// How the session said that it ended the last time, if it did.
  private let status: String?
  /// Whether the session was stopped before its work was whole.
  package var wasStopped: Bool { status == "stopped" }
  /// Whether the session ended with all its work done.
  package var hasFinished: Bool { hasEnded && status == "ok" }

  /// Reads a journal.
  ///
  /// - Throws: `Failure` if it is none.
  package init(_ path: String) throws(Failure) {
    let text = try SessionFile.read(path)
    do {
      try self.init(path: path, text: text)
    } catch { throw Failure(syntax: error).inside(text, path) }
  }

  package init(path: String, text: String) throws(Diagnostic) {
    let tail = JournalTail(text)
    (self.path, self.text) = (path, text)
    (length, unfinished) = (tail.length, tail.unfinished)
    // What is added has no digest, so the others must not be read as the last whole ones.
    script = tail.kept.replacing("\n#% ", with: "\n#  ") + (tail.unfinished.map { $0 + "\n" } ?? "")
    document = try JournalDocument(text)
    guard document.isJournal else {
      throw Diagnostic(
        "this is a session and no journal", at: .nowhere,
        suggestion: "write: run \(path) --fast")
    }
    let goodbye = "#: end="
    status = text.unicodeScalars.split(separator: "\n").reversed().lazy.map(String.init)
      .first { $0.hasPrefix(goodbye) }
      .map { String($0.dropFirst(goodbye.count).prefix { $0 != " " }) }
    hasEnded = tail.hasEnded
  }

  /// Brings every object to where it was after the last finished command.
  ///
  /// - Throws: `Failure` if a state differs from the recorded one, or if work is to stop before
  ///   all is back.
  package func replay(in interpreter: Interpreter) throws(Failure) {
    let session = interpreter.session
    if try returns() { session.keepTimeline() }
    prepare(session)
    session.snapshots?.answers = true
    defer { session.snapshots?.answers = false }
    let last = document.isStraight ? lastStates(session.snapshots) : [:]
    let player = try Player(document, of: (text, path), in: interpreter)
    while let command = player.next, !player.isStopped {
      let index = player.position
      try player.step(
        replaying: RecordedCommand(command: command) { name in
          last[name].map { index < $0 } ?? false
        })
    }
    guard player.next == nil, !player.isStopped else {
      throw stopped
    }
  }

  /// The failure of a replay that was stopped before everything was restored.
  var stopped: Failure { Failure(Diagnostic("stopped: \(path) is as it was", at: .nowhere)) }

  /// Makes a new session ready to take the place of this one.
  func prepare(_ session: Session) {
    session.journalVersion = document.version ?? JournalText.version
    session.hasNotedTorch = document.facts["torch"] != nil
    session.snapshots?.sweep()
  }

  /// Goes on with the journal; what is not whole at its end stays until the first record is written.
  ///
  /// - Throws: `JournalError` if another process writes it, or wrote it since it was read.
  package func writer() throws -> JournalWriter {
    try JournalWriter(continuing: path, holding: text, from: length)
  }

  /// Ends the journal without going on with it.
  ///
  /// - Throws: `WorkbenchError` if it has changed since it was read.
  package func leave() throws {
    let writer = try writer()
    let count = document.commands.count
    if let unfinished { try writer.fail(count + 1, JournalText.leftOut(unfinished)) }
    try writer.end(status: "left", commands: count, errors: unfinished == nil ? 0 : 1)
  }

  /// Runs the command that the session died in, from its newest snapshot if there is one.
  package func finish(in interpreter: Interpreter) throws(Failure) {
    guard let unfinished else { return }
    let snapshots = interpreter.session.snapshots
    snapshots?.answers = true
    defer { snapshots?.answers = false }
    try interpreter.script(unfinished, label: path, continues: true)
  }

  /// Whether a command, that which the session died in too, goes back to an earlier state.
  private func returns() throws(Failure) -> Bool {
    do {
      return try JournalDocument(script).returns
    } catch { throw Failure(syntax: error).inside(script, path) }
  }

  /// For each learner the last command whose state a snapshot has; what came before it need not be
  /// computed.
  func lastStates(_ snapshots: SnapshotStore?) -> [String: Int] {
    var last: [String: Int] = [:]
    guard let snapshots else { return last }
    for (index, command) in document.commands.enumerated() {
      if case .invocation(let invocation) = command.statement, let binding = invocation.binding {
        last[binding.name] = nil
      }
      // Inside a block objects are declared again.
      guard command.digests.keys.allSatisfy(\.isEmpty) else { continue }
      for (name, state) in command.digests[[]] ?? [:]
      where snapshots.file(withState: state) != nil { last[name] = index }
    }
    return last
  }
}
