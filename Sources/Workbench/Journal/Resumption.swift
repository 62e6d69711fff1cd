import Foundation
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

  /// Reads a journal.
  ///
  /// - Throws: `Failure` if it is none.
  package init(_ path: String) throws(Failure) {
    let text = try Interpreter.read(path)
    do {
      try self.init(path: path, text: text)
    } catch { throw Failure(syntax: error).inside(text, path) }
  }

  package init(path: String, text: String) throws(Diagnostic) {
    let tail = JournalTail(text)
    (self.path, self.text) = (path, text)
    (length, unfinished) = (tail.length, tail.unfinished)
    script = tail.kept + (tail.unfinished.map { $0 + "\n" } ?? "")
    document = try JournalDocument(text)
    guard document.isJournal else {
      throw Diagnostic(
        "this is a session and no journal", at: .nowhere,
        suggestion: "write: run \(path) --fast")
    }
    // Notes may follow the goodbye, but no command and nothing that was begun.
    let last = tail.kept.unicodeScalars.split(separator: "\n").reversed().lazy.map(String.init)
      .first { ["#: end=", "#> "].contains(where: $0.hasPrefix) || !$0.hasPrefix("#") }
    hasEnded = unfinished == nil && last?.hasPrefix("#: end=") == true
  }

  /// Brings every object to where it was after the last finished command.
  ///
  /// - Throws: `Failure` if a state comes out otherwise than it was, or if `shouldStop` says so
  ///   before all is back.
  package func replay(in session: Session) throws(Failure) {
    let workspace = session.bench.workspace
    let returns = try returns()
    if returns { session.keepTimeline() }
    workspace.snapshots?.sweep()
    workspace.snapshots?.answers = true
    defer { workspace.snapshots?.answers = false }
    let last = returns ? [:] : lastStates(workspace.snapshots)
    for (index, command) in document.commands.enumerated() {
      do {
        try session.replay(command) { name in last[name].map { index < $0 } ?? false }
      } catch { throw error.inside(text, path) }
      guard !workspace.control.shouldStop() else {
        throw Failure(Diagnostic("stopped: \(path) is as it was", at: .nowhere))
      }
    }
  }

  /// Ends the journal without going on with it.
  ///
  /// - Throws: `WorkbenchError` if it has changed since it was read.
  package func leave() throws {
    let writer = try JournalWriter(continuing: self)
    let count = document.commands.count
    if let unfinished { try writer.fail(count + 1, JournalText.leftOut(unfinished)) }
    try writer.end(status: "left", commands: count, errors: unfinished == nil ? 0 : 1)
  }

  /// Runs the command that the session died in, from its newest snapshot if there is one.
  package func finish(in interpreter: Interpreter) throws(Failure) {
    guard let unfinished else { return }
    let snapshots = interpreter.session.bench.workspace.snapshots
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
  private func lastStates(_ snapshots: SnapshotStore?) -> [String: Int] {
    var last: [String: Int] = [:]
    guard let snapshots else { return last }
    for (index, command) in document.commands.enumerated() {
      if case .invocation(let invocation) = command.statement, let binding = invocation.binding {
        last[binding.name] = nil
      }
      // Inside of a block objects are declared anew.
      guard command.digests.keys.allSatisfy(\.isEmpty) else { continue }
      for (name, state) in command.digests[[]] ?? [:]
      where snapshots.file(withState: state) != nil { last[name] = index }
    }
    return last
  }
}

/// How a journal ends.
struct JournalTail {
  /// What is whole.
  let kept: String
  var length: Int { kept.utf8.count }
  /// The line that says that the unfinished command was begun.
  var begun: String?
  /// The command that was begun and not finished.
  var unfinished: String?

  init(_ text: String) {
    func first(_ length: Int) -> String {
      String(decoding: Array(text.utf8.prefix(length)), as: UTF8.self)
    }
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    // Behind the last line feed stands nothing, or a line that is torn.
    let torn = lines.last ?? ""
    let whole = lines.dropLast()
    let end = text.utf8.count - torn.utf8.count
    guard let start = whole.lastIndex(where: { $0.hasPrefix("#> ") }) else {
      kept = first(end)
      return
    }
    let rest = whole[(start + 1)...]
    let before = whole[..<start].reduce(0) { $0 + $1.utf8.count + 1 }
    let record = rest.drop { $0.hasPrefix("#>> ") }
    if torn.hasPrefix("#>"), record.isEmpty, !torn.hasPrefix("#> ") {
      kept = first(before)
      return
    }
    let isSettled = record.contains {
      $0.hasPrefix("#! ") || !$0.hasPrefix("#") && !$0.allSatisfy(\.isWhitespace)
    }
    let isWhole =
      Parser.isComplete(record.joined(separator: "\n"))
      && !["#=", "#@", "#f"].contains { torn.hasPrefix($0) }
    if isSettled, isWhole {
      kept = first(end)
      return
    }
    kept = first(before)
    let opening = whole[start].split(separator: " ", maxSplits: 3).dropFirst(3).first ?? ""
    let more = rest.prefix { $0.hasPrefix("#>> ") }.map { $0.dropFirst(4) }
    let command = ([opening] + more).joined(separator: "\n")
    // An intent that is torn itself says nothing about what was to be done.
    if Parser.isComplete(command) { (begun, unfinished) = (whole[start], command) }
  }
}

extension JournalDocument {
  /// Whether a command goes back to an earlier state.
  var returns: Bool {
    commands.contains { command in
      guard case .invocation(let invocation) = command.statement, invocation.binding == nil else {
        return false
      }
      return ["back", "undo"].contains(invocation.verb)
    }
  }
}
