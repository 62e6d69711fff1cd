import Foundation
import Language

/// A journal whose session ended or died, ready to go on.
public struct Resumption {
  public let path: String
  public let document: JournalDocument
  /// Bytes of the journal up to the command that the session died in, or to its end.
  public let length: Int
  /// The command that the session died in.
  public let unfinished: String?
  /// Whether the session said goodbye.
  public let hasEnded: Bool

  /// Reads a journal.
  ///
  /// - Throws: `Failure` if it is none.
  public init(_ path: String) throws(Failure) {
    let text = try Interpreter.read(path)
    do {
      try self.init(path: path, text: text)
    } catch { throw Failure(syntax: error).inside(text, path) }
  }

  package init(path: String, text: String) throws(Diagnostic) {
    let tail = JournalTail(text)
    let kept = String(decoding: Array(text.utf8.prefix(tail.length)), as: UTF8.self)
    (self.path, length, unfinished) = (path, tail.length, tail.unfinished)
    document = try JournalDocument(kept)
    guard document.isJournal else {
      throw Diagnostic(
        "this is a session and no journal", at: .nowhere,
        suggestion: "write: run \(path) --fast")
    }
    let last = kept.split(separator: "\n").last ?? ""
    hasEnded = unfinished == nil && last.hasPrefix("#: end=")
  }

  /// Brings every object to where it was after the last finished command.
  ///
  /// - Throws: `Failure` if a state comes out otherwise than it was.
  public func replay(in session: Session) throws(Failure) {
    let workspace = session.bench.workspace
    session.prepare(for: document)
    workspace.snapshots?.sweep()
    workspace.snapshots?.answers = true
    defer { workspace.snapshots?.answers = false }
    let last = lastStates(workspace.snapshots)
    for (index, command) in document.commands.enumerated() {
      try session.replay(command) { name in last[name].map { index < $0 } ?? false }
      guard !workspace.attention.shouldStop() else { return }
    }
  }

  /// Runs the command that the session died in, from its newest snapshot if there is one.
  public func finish(in interpreter: Interpreter) throws(Failure) {
    guard let unfinished else { return }
    let snapshots = interpreter.session.bench.workspace.snapshots
    snapshots?.answers = true
    defer { snapshots?.answers = false }
    try interpreter.script(unfinished, label: path)
  }

  /// For each learner the last command whose state a snapshot has; what came before it need not be
  /// computed.
  private func lastStates(_ snapshots: SnapshotStore?) -> [String: Int] {
    var last: [String: Int] = [:]
    guard let snapshots, !document.returns else { return last }
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
  /// Bytes that are whole.
  let length: Int
  /// The command that was begun and not finished.
  let unfinished: String?

  init(_ text: String) {
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    // Behind the last line feed stands nothing, or a line that is torn.
    let torn = lines.last ?? ""
    let whole = lines.dropLast()
    let end = text.utf8.count - torn.utf8.count
    guard let start = whole.lastIndex(where: { $0.hasPrefix("#> ") }) else {
      (length, unfinished) = (end, nil)
      return
    }
    let rest = whole[(start + 1)...]
    let before = whole[..<start].reduce(0) { $0 + $1.utf8.count + 1 }
    let record = rest.drop { $0.hasPrefix("#>> ") }
    if torn.hasPrefix("#>"), record.isEmpty, !torn.hasPrefix("#> ") {
      (length, unfinished) = (before, nil)
      return
    }
    let isSettled = record.contains { $0.hasPrefix("#! ") || !$0.hasPrefix("#") && !$0.isEmpty }
    let isWhole =
      Parser.isComplete(record.joined(separator: "\n"))
      && !["#=", "#@", "#f"].contains { torn.hasPrefix($0) }
      && (torn.isEmpty || torn.hasPrefix("#"))
    if isSettled, isWhole {
      (length, unfinished) = (end, nil)
      return
    }
    let first = whole[start].split(separator: " ", maxSplits: 3).dropFirst(3).first ?? ""
    let more = rest.prefix { $0.hasPrefix("#>> ") }.map { $0.dropFirst(4) }
    length = before
    let command = ([first] + more).joined(separator: "\n")
    // An intent that is torn itself says nothing about what was to be done.
    unfinished = Parser.isComplete(command) ? command : nil
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
