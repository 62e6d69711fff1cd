import Foundation
import Learning
import Testing
import Torch

@testable import Journal
@testable import Workbench

/// Going back gives the very state, in the middle of an epoch too, and what follows is the same.
@Suite struct TimelineTests {
  static let learners = Learners.all.names

  /// A desk where the learner `name` stopped after `part` of its training.
  private func desk(_ name: String, _ part: String, journal: String? = nil) throws -> Desk {
    let desk = try Desk(journal: journal)
    try desk.type(
      Lines.data(for: name), Lines.model, Lines.generator,
      "learner ours = \(name) model=net generator=g\(Lines.options(name))",
      "train ours on \(part) steps=4 batch=8",
      "mark here")
    return desk
  }

  @Test(arguments: learners, ["d.1", "d stop=3"])
  func `back restores a state bit for bit, and training continues alike`(name: String, part: String)
    throws
  {
    let desk = try desk(name, part)
    let before = try desk.states()
    try desk.type("train ours on d steps=4 batch=8")
    let after = try desk.states()
    try desk.type("back here")
    #expect(try desk.states() == before)
    try desk.type("train ours on d steps=4 batch=8")
    #expect(try desk.states() == after)
    try desk.type("back 7", "undo", "back 9")
    #expect(try desk.states() == after)
  }

  @Test(arguments: learners)
  func `states that were moved to files are the same`(name: String) throws {
    let desk = try desk(name, "d stop=6", journal: "a.journal")
    desk.session.timeline?.memoryLimit = 0
    let before = try desk.states()
    try desk.type("train ours on d steps=4 batch=8")
    try desk.type("back here")
    #expect(try desk.states() == before)
    // What no moment needs any longer goes with its file.
    let text = try desk.text(of: "a.journal")
    let verification = try Desk().verification(of: JournalDocument(text))
    #expect(verification.differences == [])
  }

  @Test func `a state that found no room is missed and nothing changes`() throws {
    let desk = try desk("finetune", "d.1")
    desk.session.timeline?.memoryLimit = 0
    try desk.type("train ours on d steps=4 batch=8")
    let before = try desk.states()
    let failure = try #require(desk.failure(of: "back here"))
    #expect(failure.diagnostic.message.contains("is no longer in memory"))
    #expect(try desk.states() == before)
  }

  @Test func `a mark is one word, and is found with and without quotes`() throws {
    let desk = try Desk()
    for name in ["\"before dgm\"", "\"a\"", "a.b", "3", "1..2", "$w"] {
      try desk.type("let w = \"word\"")
      #expect(desk.failure(of: "mark \(name)") != nil, "\(name)")
    }
    try desk.type("mark here", "let a = 1", "back \"here\"")
    #expect(desk.workspace.variables["a"] == nil)
    let failure = try #require(desk.failure(of: "back \"not here\""))
    #expect(failure.oneLine.contains("no command or mark 'not here'"))
  }

  @Test func `the bound of files holds too`() throws {
    let desk = try desk("finetune", "d.1", journal: "a.journal")
    desk.session.timeline?.memoryLimit = 0
    desk.session.timeline?.fileLimit = 0
    try desk.type("train ours on d steps=4 batch=8")
    #expect(desk.failure(of: "back here") != nil)
    let store = try #require(desk.session.snapshots)
    let files = try FileManager.default.contentsOfDirectory(atPath: store.folder)
    #expect(!files.contains { $0.hasPrefix("back-") })
  }

  @Test func `learners that were created again free their memory and can be restored by back`()
    throws
  {
    let desk = try Desk()
    try desk.type(Lines.data, Lines.model)
    let run = { (desk.workspace["ours"] as? LearnerObject)?.run }
    var digests: [UInt64] = []
    var networks: [() -> AnyObject?] = []
    for steps in 1...3 {
      try desk.type(
        "learner ours = finetune model=net", "train ours on d steps=\(steps) batch=8")
      digests.append(try desk.digest("ours"))
      weak let network = run()?.learner
      networks.append { network }
    }
    #expect(networks.map { $0() != nil } == [false, false, true])
    for (index, digest) in digests.enumerated() {
      try desk.type("back \(4 + 2 * index)")
      #expect(try desk.digest("ours") == digest)
      #expect(networks.allSatisfy { index == 2 || $0() == nil })
    }
  }

  @Test func `a learner whose first training is undone may learn other data`() throws {
    let desk = try Desk()
    try desk.type(
      Lines.data, "data e = glyphs figures=6 split=3 size=8 train=4 test=2", Lines.model,
      "learner a = finetune model=net", "train a on d steps=1 batch=8", "undo",
      "train a on e steps=1 batch=8")
    let straight = try Desk()
    try straight.type(
      "data e = glyphs figures=6 split=3 size=8 train=4 test=2", Lines.model,
      "learner a = finetune model=net", "eval a on e", "train a on e steps=1 batch=8")
    #expect(try desk.digest("a") == straight.digest("a"))
  }

  @Test func `a learner that was only evaluated has not started learning`() throws {
    let desk = try Desk()
    try desk.type(Lines.data, "learner m = dgm width=2 features=2 latent=16")
    let before = try desk.states()
    try desk.type("eval m on d")
    #expect(try desk.states() == before)
    try desk.type(
      "train m on d.1 steps=1 batch=8", "let k = 1", "eval m on d judge=yes", "undo")
    #expect(desk.value("recognised", of: "m") == nil)
    try desk.type("back 6")
    #expect(desk.value("recognised", of: "m") != nil)
  }

  @Test func `undo returns to each differing state in turn`() throws {
    let desk = try Desk(journal: "a.journal")
    for line in Lines.all { try desk.type(line) }
    try desk.type("let k = 1", "note \"nothing changes\"", "let k = 2", "undo")
    #expect(desk.workspace.variables["k"] == .integer(1))
    try desk.type("undo")
    #expect(desk.workspace.variables["k"] == nil)
    try desk.type("undo")
    #expect(desk.workspace["ours"] == nil && desk.workspace["g"] != nil)
    try desk.type("undo", "undo", "undo")
    #expect(desk.workspace.objects.isEmpty)
    let failure = try #require(desk.failure(of: "undo"))
    #expect(failure.diagnostic.message == "there is nothing to undo")
    try desk.type("back 7")
    #expect(desk.workspace.variables["k"] == .integer(2) && desk.workspace["ours"] != nil)
    let lines = try desk.text(of: "a.journal").split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(lines.contains("back 6") && !lines.contains("undo"))
  }

  @Test func `dead branches stay in the journal and verify`() throws {
    let desk = try Desk(journal: "a.journal")
    for line in Lines.all { try desk.type(line) }
    try desk.type(
      "train ours on d.1 steps=3 batch=8", "mark first", "train ours on d steps=2 batch=8",
      "eval ours on d", "back first", "train ours on d steps=5 batch=8", "back 7",
      "learner ours = finetune model=net", "train ours on d steps=1 batch=8", "back 10")
    #expect(desk.failure(of: "train nobody on d") != nil)
    try desk.type("undo", "eval ours on d")
    let text = try desk.text(of: "a.journal")
    let verification = try Desk().verification(of: JournalDocument(text))
    #expect(verification.differences == [])
    #expect(verification.digests >= 6)
    // Run after other commands, numbers are those of the file.
    let other = try Desk()
    try other.type("let a = 1", "let b = 2", "run \"\(desk.path("a.journal"))\"")
    #expect(try other.digest("ours") == desk.digest("ours"))
  }

  @Test(arguments: [
    ("back 99", "there is no state after command 99"),
    ("back -1", "there is no state after command -1"),
    ("back nowhere", "there is no command or mark 'nowhere'"), ("back 1,2", "1,2"),
    ("mark 5", "expected text"), ("repeat 1 {\n undo\n}", "is not allowed in a block"),
  ])
  func `back to an impossible place is reported and changes nothing`(
    line: String, words: String
  ) throws {
    let desk = try Desk()
    for line in Lines.all { try desk.type(line) }
    let before = try desk.states()
    let failure = try #require(desk.failure(of: line))
    #expect(failure.diagnostic.message.contains(words), "\(failure.diagnostic.message)")
    #expect(try desk.states() == before)
  }
}
