import Catalog
import Figures
import Foundation
import Language
import Testing

@testable import Journal
@testable import Workbench

/// `rename`, `delete` and `redo`, and what `rerun` offers.
@Suite struct RenamingTests {
  private func desk() throws -> Desk {
    let desk = try Desk(journal: "a.journal")
    try desk.type(
      Lines.data, Lines.model, "learner a = finetune model=net", "train a on d.1 steps=2 batch=8")
    return desk
  }

  @Test func `a renamed learner goes on where it was, and undo gives the old one back`() throws {
    let (desk, plain) = (try desk(), try desk())
    let before = try desk.states()
    try desk.type("rename a b", "rename d e", "rename net other", "train b on e steps=2 batch=8")
    try plain.type("train a on d steps=2 batch=8")
    #expect(try desk.digest("b") == plain.digest("a") && desk.workspace["a"] == nil)
    try desk.type("back 4")
    #expect(try desk.states() == before)
    try desk.type("redo")
    #expect(try desk.digest("b") == plain.digest("a"))
    desk.session.close(status: "ok")
    let again = try Desk()
    #expect(
      try again.verification(of: JournalDocument(file: desk.path("a.journal"))).differences == [])
  }

  @Test func `a session with renamed learners resumes from its snapshots`() throws {
    let desk = try desk()
    try desk.type(
      "rename a b", "learner a = finetune model=net", "train a on d.1 steps=3 batch=8",
      "train b on d steps=2 batch=8", "delete a")
    desk.session.close(status: "left")
    let other = try Desk(journal: "b.journal")
    other.session.look(beside: desk.path("a.journal"))
    try Resumption(desk.path("a.journal")).replay(in: other.interpreter)
    #expect(try other.states() == desk.states())
  }

  @Test func `who depends on an object is told`() throws {
    let desk = try desk()
    try desk.type("learner c = ewc model=net draws=a", "delete net", "delete d", "rename a b")
    for words in [
      "use copies of it, which stay as they are: a, c", "keep what they learned: a",
      "share its random numbers, and keep them: c",
    ] {
      #expect(desk.shown.contains { $0.contains(words) }, "\(words): \(desk.shown)")
    }
    try desk.type("undo", "undo", "undo", "eval a on d")
  }

  @Test(arguments: [
    ("rename zork b", "no object named 'zork'"), ("rename a d", "already an object named 'd'"),
    ("rename a b.c", "cannot be the name"), ("delete a,zork", "no object named 'zork'"),
    ("redo", "nothing to redo"), ("rerun", "works only at the prompt"),
  ])
  func `what cannot be done changes nothing`(line: String, text: String) throws {
    let desk = try desk()
    let before = try desk.states()
    #expect(desk.failure(of: line)?.diagnostic.message.contains(text) == true)
    #expect(try desk.states() == before)
  }

  @Test func `redo takes steps back again until something changes`() throws {
    let desk = try desk()
    let trained = try desk.digest("a")
    try desk.type("train a on d steps=2 batch=8", "let x = 1")
    let last = try desk.digest("a")
    try desk.type("undo", "undo", "plot a")
    #expect(try desk.digest("a") == trained && desk.workspace.variables.isEmpty)
    #expect(
      desk.session.timeline?.undoneCommands(desk.workspace).map(\.number) == [5, 6])
    try desk.type("redo")
    #expect(try desk.digest("a") == last && desk.workspace.variables.isEmpty)
    try desk.type("redo")
    #expect(desk.workspace.variables["x"] == .integer(1))
    try desk.type("back 4", "let y = 2")
    #expect(desk.failure(of: "redo") != nil)
    desk.session.close(status: "ok")
    let text = try desk.text(of: "a.journal")
    #expect(!text.contains("\nredo"))
    #expect(try Desk().verification(of: JournalDocument(text)).differences == [])
  }
}
