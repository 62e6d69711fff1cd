import Journal
import Language
import Testing

@testable import Learning
@testable import Workbench

/// `train LEARNER on DATA head=only`: the class head retrained from the memory alone.
@Suite struct HeadTrainingTests {
  private static let lines = [
    Lines.data, "learner w = dgm width=2 features=2 latent=16", "train w on d steps=2 batch=8",
  ]

  private func desk(_ more: String..., journal: String? = nil) throws -> Desk {
    let desk = try Desk(journal: journal)
    for line in Self.lines + more { try desk.type(line) }
    return desk
  }

  @Test func `it is undone, stopped, continued and saved like any training`() throws {
    let desk = try desk()
    let first = try desk.digest("w")
    try desk.type("train w on d head=only epochs=2 batch=8")
    let retrained = try desk.digest("w")
    #expect(retrained != first && desk.value("steps", of: "w") == .integer(4))
    let run = try #require((desk.workspace["w"] as? LearnerObject)?.run)
    #expect(run.isFinished && run.matrix.correct.count == 2 && run.answers.count == 2)
    try desk.type("undo")
    #expect(try desk.digest("w") == first)
    try desk.type(
      "train w on d head=only epochs=2 batch=8 stop=1", "save w to \"\(desk.path("w.st"))\"",
      "load \"\(desk.path("w.st"))\" as w", "train w on d head=only epochs=2 batch=8")
    #expect(try desk.digest("w") == retrained)
  }

  @Test func `options of the class head are compared on one memory`() throws {
    let desk = try desk()
    try desk.type("change w jitter=yes", "train w on d head=only steps=2 batch=8")
    let jittered = try desk.digest("w")
    try desk.type("change w jitter=no", "train w on d head=only steps=2 batch=8")
    #expect(try desk.digest("w") != jittered)
  }

  @Test func `its journal verifies`() throws {
    let desk = try desk("train w on d head=only steps=3 batch=8", journal: "j.journal")
    let document = try JournalDocument(desk.text(of: "j.journal"))
    let verification = try Desk().verification(of: document, exact: true)
    #expect(verification.differences == [])
  }

  @Test func `a learner that cannot, or has no memory yet, gets a one-line error`() throws {
    let desk = try Desk()
    try desk.type(
      Lines.data, Lines.model, "learner base = finetune model=net",
      "learner w = dgm width=2 features=2 latent=16")
    for (line, words) in [
      ("train base on d head=only", "no class head that can be trained from its memory"),
      ("train w on d head=only", "has not learned an experience yet"),
    ] {
      let failure = try #require(desk.failure(of: line)).diagnostic
      #expect(failure.message.contains(words), "\(failure)")
    }
    try desk.type("train w on d.1 steps=4 batch=8", "train w on d steps=4 batch=8 stop=1")
    let digest = try desk.digest("w")
    for (line, words) in [
      ("train w on d head=only", "is within experience 2"),
      ("train w on d head=only again=yes", "exclude each other"),
    ] {
      #expect(try #require(desk.failure(of: line)).diagnostic.message.contains(words))
    }
    try desk.type("train w on d steps=4 batch=8")
    let failure = try #require(desk.failure(of: "train w on d.1 head=only")).diagnostic
    #expect(failure.message.contains("has learned 2 of these experiences"))
    #expect(Learners.retrainable.contains("dgm") && digest != 0)
  }

  @Test func `a dry run counts its steps and refuses what a run refuses`() throws {
    let dry = try Desk().interpreter.dry()
    for line in Self.lines + ["train w on d head=only epochs=3 batch=8"] {
      try dry.script(line, label: "s", continues: true)
    }
    #expect(dry.session.workspace["w"]?.fields.first { $0.name == "steps" }?.value == .integer(6))
  }
}
