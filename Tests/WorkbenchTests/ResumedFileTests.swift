import Foundation
import Language
import Testing
import Torch

@testable import Journal
@testable import Workbench

/// Journals of sessions that were stopped, with the file that they were run from.
@Suite struct ResumedFileTests {
  private static let inner = """
    #' A file that another one runs.
    learner inner = lwf model=net
    train inner on d.1 steps=2 batch=8
    mark inside
    train inner on d steps=2 batch=8
    back inside
    back 1
    """

  /// Whatever a journal spells otherwise than it was typed, and whatever goes back.
  private static func session(_ desk: Desk) throws -> String {
    try desk.write(inner, to: "inner.session")
    let saved = desk.path("ours.safetensors")
    return """
      #' The beginning.
      param n = 2
      \(Lines.all.joined(separator: "\n"))
      #' Shown,
      show d
      #' and pinned.
      pin
      train ours on d.1 steps=$n batch=8
      show ours
      mark first
      let best = (ours.last + 1)
      note "best $best"
      pin
      train ours on d steps=$n batch=8
      undo
      save ours to "\(saved)"
      for s in 1..2 {
        learner base = finetune model=net rate=($s / 100)
        train base on d steps=$n batch=8
        note "turn $s"
      }
      back
      load "\(saved)" as again
      run "\(desk.path("inner.session"))"
      train again on d steps=3 batch=8 stop=1
      back first
      eval ours on d.1
      expect ours.steps == 2
      #' The end.

      """
  }

  /// The session, run to its end.
  private func whole() throws -> Desk {
    let desk = try Desk(journal: "a.journal")
    try desk.write(Self.session(desk), to: "s.session")
    try desk.interpreter.file(desk.path("s.session"))
    desk.session.close(status: "ok")
    return desk
  }

  /// The journal without what differs from run to run.
  private func lasting(_ text: String) -> [String] {
    text.split(separator: "\n").map(String.init)
      .filter { line in !["#:", "#>", "#%"].contains(where: line.hasPrefix) }
      .map { $0.replacing(#/[ ]~[^ ]*|"file":"[^"]*",/#, with: "") }
  }

  /// Goes on in the journal at `path` with the file, as another process would.
  private func resume(
    _ path: String, with file: String, beside desk: Desk? = nil, patience: Int? = nil
  ) throws -> Desk {
    let resumption = try Resumption(path)
    let other = try Desk(writer: resumption.writer())
    if let desk { other.session.snapshots?.look(beside: desk.path("a.journal")) }
    other.session.recordsStopped = { false }
    other.patience = patience
    try other.interpreter.file(file, resuming: resumption) {}
    return other
  }

  @Test func `stopped after or within any command, it continues to the same end`() throws {
    let desk = try whole()
    let text = try desk.text(of: "a.journal")
    let count = try JournalDocument(text).commands.count
    try #require(count > 25)
    for number in 1...count {
      let intent = try #require(text.ranges(of: "\n#> \(number) ").first)
      let record = try #require(
        text[intent.upperBound...].ranges(of: "\n").first {
          !text[$0.upperBound...].hasPrefix("#>>")
        })
      for end in [text.index(after: intent.lowerBound), record.upperBound] {
        try desk.write(String(text[..<end]), to: "b.journal")
        let other = try resume(
          desk.path("b.journal"), with: desk.path("s.session"), beside: desk)
        let now = try desk.text(of: "b.journal")
        #expect(lasting(now) == lasting(text), "cut at command \(number)")
        #expect(try other.states() == desk.states(), "cut at command \(number)")
      }
    }
  }

  @Test(arguments: [1, 8, 17, 25, 30, 34, 41, 48, 57, 66, 73, 90])
  func `stopped twice at any step it continues to the same end`(polls: Int) throws {
    let desk = try whole()
    try FileManager.default.removeItem(atPath: desk.path("snapshots"))
    let first = try Desk(journal: "c.journal")
    first.session.recordsStopped = { false }
    first.patience = polls
    do {
      try first.interpreter.file(desk.path("s.session"))
    } catch {
      #expect(error.diagnostic.message.hasPrefix("stopped: "))
    }
    first.session.close(status: "stopped")
    try desk.write(first.text(of: "c.journal"), to: "b.journal")
    let (journal, file) = (desk.path("b.journal"), desk.path("s.session"))
    do {
      let second = try resume(journal, with: file, patience: polls * 2)
      second.session.close(status: "stopped")
    } catch let failure as Failure {
      #expect(failure.diagnostic.message.hasPrefix("stopped: "))
    }
    let third = try resume(journal, with: file)
    let text = try desk.text(of: "b.journal")
    #expect(lasting(text) == lasting(try desk.text(of: "a.journal")))
    #expect(try third.states() == desk.states())
    #expect(try Desk().verification(of: JournalDocument(text)).differences == [])
  }

  @Test(arguments: [
    ("train ours on d.1 steps=$n batch=8", "train ours on d.1 steps=5 batch=8"),
    ("hidden=16", "hidden=32"), ("param n = 2", "param n = 3"), ("\nundo\n", "\nback 8\n"),
    ("eval ours on d.1\nexpect ours.steps == 2\n", ""),
  ])
  func `nothing follows from a file that the journal was not run from`(
    line: String, changed: String
  ) throws {
    let desk = try whole()
    let text = try desk.text(of: "a.journal")
    try desk.write(
      desk.text(of: "s.session").replacing(line, with: changed), to: "t.session")
    let failure = #expect(throws: Failure.self) {
      try resume(desk.path("a.journal"), with: desk.path("t.session"))
    }
    let word = line.contains("param") ? "param n = 2" : desk.path("a.journal")
    #expect(failure?.oneLine.contains(word) == true, "\(failure?.oneLine ?? "")")
    #expect(try desk.text(of: "a.journal") == text)
  }

  @Test func `a training that was stopped at the prompt is not taken for the whole one`() throws {
    let desk = try Desk(journal: "a.journal")
    let lines = Lines.all + [Lines.train]
    for line in Lines.all { try desk.type(line) }
    desk.patience = 2
    try desk.type(Lines.train)
    desk.patience = nil
    try desk.write(lines.joined(separator: "\n") + "\n", to: "s.session")
    desk.session.close(status: "ok")
    let text = try desk.text(of: "a.journal")
    let failure = #expect(throws: Failure.self) {
      try resume(desk.path("a.journal"), with: desk.path("s.session"))
    }
    #expect(failure?.oneLine.contains("stop=2") == true)
    #expect(try desk.text(of: "a.journal") == text)
  }
}
