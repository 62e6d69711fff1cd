import Catalog
import Foundation
import Learning
import Models
import Testing
import Torch

@testable import Journal
@testable import Workbench

/// Generators as live objects.
@Suite struct GeneratorObjectTests {
  private static let generator = "generator g = cvae latent=4 hidden=16"
  private static let train = "train g on d steps=4 batch=8"

  @Test func `it is trained, sampled, interpolated and shown without a learner`() throws {
    let desk = try Desk()
    try desk.type(
      Lines.data, Self.generator, "train g on d.1 steps=4 batch=8", "sample g n=3",
      "sample g of=0,1 n=2", "interpolate g n=4 rows=2", "interpolate g from 0 to 1", "show g",
      "plot g.losses", "plot g", "list")
    #expect(desk.workspace["g"]?.kind == .generator)
    #expect(desk.value("steps", of: "g") == .integer(4) && desk.value("last", of: "g") == nil)
    #expect(desk.workspace["g"]?.summary == "learned 1 of 2 experiences of d")
    for (line, words) in [
      ("sample g of=2", "has not learned class '2' yet"), ("sample g of=9", "has no class '9'"),
      ("interpolate g from 0", "add: to CLASS"), ("interpolate g from 0 to 3", "class '3' yet"),
      ("eval g on d", "a generator has no accuracy"), ("compare g", "not a learner"),
      ("sample d", "'d' is a data set, not a learner or a generator"),
    ] {
      let failure = try #require(desk.failure(of: line))
      let text = failure.diagnostic.message + (failure.diagnostic.suggestion ?? "")
      #expect(text.contains(words) && !text.contains("\n"), "\(line): \(text)")
    }
  }

  @Test func `an unconditional one refuses a class in one line`() throws {
    let desk = try Desk()
    try desk.type(Lines.data, Lines.generator, Self.train)
    for line in ["sample g of=1", "sample g each=2", "interpolate g from 0 to 1"] {
      let text = try #require(desk.failure(of: line)).diagnostic.message
      #expect(text.contains("cannot generate images of a class") && !text.contains("\n"))
    }
    #expect(desk.failure(of: "sample h")?.diagnostic.message.contains("no object named") == true)
    try desk.type("generator h = vae latent=4 hidden=16")
    #expect(desk.failure(of: "sample h")?.diagnostic.message.contains("not trained yet") == true)
  }

  @Test func `it is undone, stopped, continued, saved and loaded like a learner`() throws {
    let desk = try Desk()
    desk.session.keepTimeline()
    try desk.type(Lines.data, Self.generator, "train g on d.1 steps=4 batch=8")
    let first = try desk.digest("g")
    desk.patience = 2
    try desk.type(Self.train)
    desk.patience = nil
    try desk.type(Self.train)
    let last = try desk.digest("g")
    let whole = try Desk()
    try whole.type(Lines.data, Self.generator, Self.train)
    #expect(try whole.digest("g") == last && last != first)
    let path = desk.path("g.safetensors")
    try desk.type("save g to \"\(path)\"", "sample g n=2", "undo", "undo")
    #expect(try desk.digest("g") == first)
    let fresh = try Desk(seed: 5)
    try fresh.type("load \"\(path)\" as again")
    #expect(try fresh.digest("again") == last)
    #expect(fresh.workspace["again"]?.kind == .generator)
    try fresh.type("sample again of=3 n=2", "show again")
  }

  @Test func `its journal verifies, and a dry run behaves alike`() throws {
    let lines = [
      Lines.data, Self.generator, "sample g of=0", Self.train, "sample g of=3 n=2",
      "interpolate g from 0 to 3 n=3 rows=1", Lines.model,
      "learner l = generative-replay model=net generator=g from=trained",
      "train l on d.1 steps=2 batch=8", "sample l of=1 n=2", "sample l of=3",
    ]
    let desk = try Desk(journal: "s.journal")
    let dry = Interpreter(
      Session(Workspace(desk.workspace.configuration, rehearsal: Rehearsal())))
    for line in lines {
      var check: Failure?
      do throws(Failure) { try dry.prompt(line) } catch { check = error }
      let run = desk.failure(of: line)
      #expect(run?.diagnostic.message == check?.diagnostic.message, "\(line)")
    }
    let document = try JournalDocument(desk.text(of: "s.journal"))
    let verification = try Desk().verification(of: document)
    #expect(verification.differences.isEmpty && verification.digests == 2)
  }

  @Test func `a learner begins with the weights of a trained generator, saved or not`() throws {
    let lines = [Lines.data, Self.generator, "train g on d.1 steps=4 batch=8", Lines.model]
    let learner = "learner l = generative-replay model=net generator=g from=trained"
    let use = "train l on d steps=2 batch=8"
    let desk = try Desk()
    for line in lines + [learner] { try desk.type(line) }
    let path = desk.path("l.safetensors")
    // What g learns afterwards does not count.
    try desk.type("save l to \"\(path)\"", Self.train, use)
    let fresh = try Desk()
    try fresh.type(Lines.data, "load \"\(path)\" as l", use)
    #expect(try fresh.digest("l") == desk.digest("l"))
    let other = try Desk()
    for line in lines + [learner.replacing(" from=trained", with: ""), use] { try other.type(line) }
    #expect(try other.digest("l") != desk.digest("l"))
    // Going on from a state in a file.
    let half = desk.path("half.safetensors")
    for line in [learner, "train l on d steps=2 batch=8 stop=3", "save l to \"\(half)\""] {
      try other.type(line)
    }
    try fresh.type("load \"\(half)\" as l", use)
    try other.type(use)
    #expect(try fresh.digest("l") == other.digest("l"))
  }

  @Test func `weights that do not fit are refused in one line`() throws {
    let desk = try Desk()
    let learner = "learner l = generative-replay generator=g from=trained"
    try desk.type(Lines.data, Self.generator)
    #expect(desk.failure(of: learner)?.diagnostic.message.contains("g is not trained yet") == true)
    #expect(
      desk.failure(of: "learner l = generative-replay from=trained")?.diagnostic.message
        == "from=trained needs a generator that is trained")
    try desk.type(
      Self.train, learner, Lines.data.replacing("data d", with: "data e") + " order=3",
      "data f = glyphs figures=4 split=2 size=9 train=8 test=4")
    for (data, words) in [("e", "in another order"), ("f", "is of other images")] {
      let text = desk.failure(of: "train l on \(data) steps=1")?.diagnostic.message ?? ""
      #expect(text.contains(words) && !text.contains("\n"), "\(text)")
    }
  }
}
