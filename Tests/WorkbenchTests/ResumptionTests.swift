import Foundation
import Language
import Testing
import Torch

@testable import Journal
@testable import Workbench

/// Sessions that died, at every byte of their journals.
@Suite struct ResumptionTests {
  static let lines =
    Lines.all + [
      "train ours on d.1 epochs=2 batch=4", "eval ours on d.1", "mark first",
      "train ours on d steps=3 batch=8",
      "for s in 1..2 {\n  learner base = finetune model=net rate=($s / 100)\n"
        + "  train base on d steps=2 batch=8\n}",
      "note \"a\\nb\"", "expect ours.steps == 3", "compare base,ours",
    ]

  /// A session of these lines in a folder of its own.
  private func whole(_ more: [String] = []) throws -> Desk {
    let desk = try Desk(journal: "a.journal")
    for line in Self.lines + more { try desk.type(line) }
    desk.session.close(status: "ok")
    return desk
  }

  /// The journal without what differs from run to run.
  private func lasting(_ text: String) -> [String] {
    text.split(separator: "\n").map(String.init)
      .filter { line in !["#:", "#>", "#!", "#%"].contains(where: line.hasPrefix) }
      .map { $0.replacing(#/[ ]~[^ ]*/#, with: "") }
  }

  /// Goes on in the journal `text` as another process would.
  private func resumed(
    _ text: String, beside desk: Desk, name: String = "b.journal", finish: Bool = true,
    hasSnapshots: Bool = true
  ) throws -> (desk: Desk, text: String) {
    try desk.write(text, to: name)
    let resumption = try Resumption(desk.path(name))
    let writer = try resumption.writer()
    let other = try Desk(writer: writer)
    other.session.snapshots?.look(beside: desk.path("a.journal"))
    if !hasSnapshots { other.session.snapshots = nil }
    try resumption.replay(in: other.interpreter)
    if finish { try resumption.finish(in: other.interpreter) }
    return (other, try desk.text(of: name))
  }

  @Test func `a journal that was cut at any byte is read and cut to what is whole`() throws {
    let desk = try whole()
    let text = try desk.text(of: "a.journal")
    let bytes = Array(text.utf8)
    let all = try JournalDocument(text).commands.map(\.text)
    for count in 0...bytes.count {
      guard let part = String(bytes: bytes.prefix(count), encoding: .utf8) else { continue }
      let tail = JournalTail(part)
      #expect(tail.length <= count)
      let kept = String(decoding: bytes.prefix(tail.length), as: UTF8.self)
      #expect(kept.isEmpty || kept.hasSuffix("\n"))
      let document = try JournalDocument(part)
      let commands = document.commands.map(\.text)
      let begun = tail.unfinished == nil ? [] : [commands.count + 1]
      #expect(document.attempts.map(\.number) == begun)
      #expect(commands == (try JournalDocument(kept).commands.map(\.text)))
      #expect(commands == Array(all.prefix(commands.count)))
      guard let unfinished = tail.unfinished else { continue }
      let statements = try Parser.statements(in: unfinished)
      #expect(statements.map(\.statement.description) == [all[commands.count]])
    }
  }

  @Test func `a line without an end takes no whole command with it`() throws {
    let text = try whole().text(of: "a.journal")
    for more in ["note \"by hand", "# by hand", "#' by ha", "#: end=le"] {
      let document = try JournalDocument(text + more)
      #expect(document.commands.count == Self.lines.count && document.attempts == [])
      #expect(JournalTail(text + more).kept == text)
    }
    #expect(try !JournalDocument(JournalText.firstLine).isJournal)
  }

  @Test(arguments: 0..<lines.count)
  func `a session that died in a command continues to the same end`(place: Int) throws {
    let desk = try whole()
    let text = try desk.text(of: "a.journal")
    let intent = try #require(text.ranges(of: "\n#> \(place + 1) ").first)
    let end =
      text[intent.upperBound...].ranges(of: "\n").first { !text[$0.upperBound...].hasPrefix("#>>") }
    let cut = String(text[..<(end?.upperBound ?? text.endIndex)])
    let (other, now) = try resumed(cut, beside: desk)
    #expect(lasting(now) == Array(lasting(text).prefix(lasting(now).count)))
    #expect(other.session.number == place + 2)
    for line in Self.lines.dropFirst(place + 1) { try other.type(line) }
    let ended = try desk.text(of: "b.journal")
    #expect(lasting(ended) == lasting(text))
    #expect(try other.states() == desk.states())
    let verification = try Desk().verification(of: JournalDocument(ended))
    #expect(verification.differences == [])
  }

  @Test func `without its snapshots a session is computed again`() throws {
    let desk = try whole()
    let states = try desk.states()
    let text = try desk.text(of: "a.journal")
    try FileManager.default.removeItem(atPath: desk.path("snapshots"))
    let (other, _) = try resumed(text, beside: desk)
    #expect(try other.states() == states)
  }

  @Test func `with going back and dead branches it comes to the same states`() throws {
    let more = ["back first", "train ours on d steps=1 batch=8", "back 8", "undo"]
    let desk = try whole(more)
    let (other, _) = try resumed(desk.text(of: "a.journal"), beside: desk)
    #expect(try other.states() == desk.states())
    try other.type("back 14")
    try desk.type("back 14")
    #expect(try other.states() == desk.states())
  }

  @Test(arguments: [[], ["back 8"]])
  func `a session that died during back completes it`(more: [String]) throws {
    let desk = try whole(more)
    let text = try desk.text(of: "a.journal") + "#> \(13 + more.count) 10:00:00 back 5\n"
    let (other, now) = try resumed(text, beside: desk)
    try desk.type("back 5")
    #expect(now.contains("\nback 5\n"))
    #expect(try other.states() == desk.states())
  }

  @Test func `at the prompt a journal's numbers and lines are the journal's own`() throws {
    let desk = try whole(["back first", "back 8"])
    let text = try desk.text(of: "a.journal")
    let path = desk.path("b.journal")
    try desk.write(text + "#> 15 10:00:00 back 5\n", to: "b.journal")
    let other = try Desk()
    try other.type("let a = 1", "let a = 2", "resume \"\(path)\"")
    try desk.type("back 5", "let a = 2")
    #expect(try other.states() == desk.states())
    try desk.write(text + "expect 1 > 2\n", to: "b.journal")
    let failure = try #require(other.failure(of: "resume \"\(path)\""))
    let line = text.split(separator: "\n", omittingEmptySubsequences: false).count
    #expect(failure.oneLine.hasPrefix("\(path):\(line):1: "), "\(failure.oneLine)")
  }

  @Test func `a journal that is stopped at the prompt is not finished`() throws {
    let desk = try whole()
    try desk.write(
      desk.text(of: "a.journal") + "#> 13 10:00:00 let late = 1\n", to: "b.journal")
    let other = try Desk()
    other.patience = 3
    let failure = try #require(other.failure(of: "resume \"\(desk.path("b.journal"))\""))
    #expect(failure.diagnostic.message.hasPrefix("stopped: "))
    #expect(other.workspace.variables["late"] == nil)
  }

  @Test func `a recorded state that is not reproduced is reported`() throws {
    let desk = try whole()
    let text = try desk.text(of: "a.journal")
    let state = try #require(text.firstMatch(of: #/\#@ 8 ours=([0-9a-f])/#)).1
    var changed = text
    changed.replaceSubrange(state.startIndex..<state.endIndex, with: state == "0" ? "1" : "0")
    let failure = #expect(throws: Failure.self) { try resumed(changed, beside: desk) }
    #expect(failure?.trouble == .mismatch)
    #expect(failure?.diagnostic.message.contains("cannot be resumed here") == true)
  }

  @Test func `a journal that another session is writing is not continued`() throws {
    let desk = try Desk(journal: "a.journal")
    try desk.type(Lines.data)
    let resumption = try Resumption(desk.path("a.journal"))
    let error = #expect(throws: JournalError.self) { try resumption.writer() }
    #expect(error?.description.contains("still runs") == true)
  }

  @Test func `what another session wrote since a journal was read is not cut off`() throws {
    let desk = try whole()
    let cut = try desk.text(of: "a.journal") + "#> 13 10:00:00 list\n"
    try desk.write(cut, to: "b.journal")
    let (seen, other) = try (Resumption(desk.path("b.journal")), Resumption(desk.path("b.journal")))
    try other.leave()
    let left = try desk.text(of: "b.journal")
    #expect(left.contains(#/\n\#! 13 the session died in: list\n\#% 13 \w+\n\#: end=left /#))
    let error = #expect(throws: JournalError.self) { try seen.leave() }
    #expect(error?.description.contains("has changed since it was read") == true)
    #expect(try desk.text(of: "b.journal") == left)
    #expect(try Resumption(desk.path("b.journal")).hasEnded)
    #expect(try JournalDocument(left).attempts.map(\.message) == ["the session died in: list"])
  }

  @Test func `a session has ended although a note follows its goodbye`() throws {
    let desk = try whole()
    let text = try desk.text(of: "a.journal")
    for (more, hasEnded) in [
      ("", true), ("#: verified=2026-01-01\n", true), ("#> 13 10:00:00 list\n", false),
      ("#> 13 10:00:00 list\n#! 13 no\n", false), ("#> 13 10:00:00 let a = 1\nlet a = 1\n", false),
    ] {
      #expect(try Resumption(path: "x", text: text + more).hasEnded == hasEnded, "\(more)")
    }
  }

  @Test(arguments: 0..<10)
  func `a session that is stopped while being restored is neither continued nor changed`(
    polls: Int
  ) throws {
    let desk = try whole()
    try FileManager.default.removeItem(atPath: desk.path("snapshots"))
    let text = try desk.text(of: "a.journal") + "#> 13 10:00:00 train ours on d steps=1\n"
    try desk.write(text, to: "b.journal")
    let resumption = try Resumption(desk.path("b.journal"))
    let other = try Desk(writer: resumption.writer())
    other.patience = polls
    let failure = #expect(throws: Failure.self) { try resumption.replay(in: other.interpreter) }
    #expect(failure?.diagnostic.message.hasPrefix("stopped: ") == true)
    #expect(try desk.text(of: "b.journal") == text)
  }

  @Test func `a session whose file is missing is not changed, and the command is reported`() throws
  {
    let desk = try Desk(journal: "a.journal")
    let file = desk.path("net.safetensors")
    try desk.type(Lines.model, "save net to \"\(file)\"", "load \"\(file)\" as again")
    desk.session.close(status: "ok")
    try FileManager.default.removeItem(atPath: file)
    let text = try desk.text(of: "a.journal") + "#> 4 10:00:00 list\n"
    let failure = #expect(throws: Failure.self) { try resumed(text, beside: desk) }
    #expect(failure?.source?.label == desk.path("b.journal"))
    #expect(try desk.text(of: "b.journal") == text)
  }

  @Test func `what a judge said is there again after a recorded eval`() throws {
    let desk = try Desk(journal: "a.journal")
    try desk.type(
      Lines.data, Lines.model, "learner m = dgm model=net", "train m on d steps=2 batch=8",
      "eval m on d judge=yes", "let r = (m.recognised)", "learner fresh = finetune model=net",
      "eval fresh on d")
    let (other, _) = try resumed(desk.text(of: "a.journal"), beside: desk)
    #expect(try other.states() == desk.states())
    #expect(other.workspace.variables["r"] == desk.workspace.variables["r"])
  }

  @Test(arguments: [true, false])
  func `an object loaded from a file that was rewritten comes from a snapshot or is reported`(
    hasSnapshots: Bool
  ) throws {
    let desk = try Desk(journal: "a.journal")
    let file = desk.path("ours.safetensors")
    for line in Lines.all { try desk.type(line) }
    try desk.type(
      "train ours on d.1 steps=2 batch=8", "save ours to \"\(file)\"",
      "load \"\(file)\" as x", "train ours on d steps=2 batch=8",
      "save ours to \"\(file)\" replace=yes")
    let text = try desk.text(of: "a.journal")
    if hasSnapshots {
      let (other, _) = try resumed(text, beside: desk)
      #expect(try other.states() == desk.states())
    } else {
      let failure = #expect(throws: Failure.self) {
        try resumed(text, beside: desk, hasSnapshots: false)
      }
      #expect(failure?.trouble == .mismatch)
      #expect(failure?.oneLine.contains("was overwritten after it was loaded") == true)
    }
  }

  @Test func `a deleted journal is reported, and the objects stay`() throws {
    let desk = try Desk(journal: "a.journal")
    try desk.type(Lines.data)
    try FileManager.default.removeItem(atPath: desk.path("a.journal"))
    let failure = try #require(desk.failure(of: Lines.model))
    #expect(failure.diagnostic.message.contains("was deleted; live objects are kept"))
    try desk.type(Lines.model)
    #expect(desk.workspace["d"] != nil && desk.workspace["net"] != nil)
  }
}
