import Foundation
import Language
import Learning
import Testing
import Torch

@testable import Journal
@testable import Workbench

@Suite struct SaveLoadTests {
  /// Saves `name` after `lines` and gives the file's path; the desk keeps it alive.
  private func saved(_ name: String, after lines: [String]) throws -> (desk: Desk, path: String) {
    let desk = try Desk()
    for line in lines { try desk.type(line) }
    let path = desk.path("\(name).safetensors")
    try desk.type("save \(name) to \"\(path)\"")
    return (desk, path)
  }

  private func load(_ path: String, as name: String = "again", seed: UInt64 = 1) throws -> Desk {
    let desk = try Desk(seed: seed)
    try desk.type("load \"\(path)\" as \(name)")
    return desk
  }

  @Test func `data is the same data under another name`() throws {
    let (desk, path) = try saved("d", after: [Lines.data])
    let fresh = try load(path)
    #expect(fresh.workspace["again"]?.kind == .data)
    #expect(fresh.workspace["again"]?.fields == desk.workspace["d"]?.fields)
    #expect(
      fresh.workspace["again"]?.declaration.description
        == Lines.data.replacing("data d", with: "data again"))
  }

  /// How a session goes on with a network after it is made or loaded.
  private static let use = [
    Lines.data, Lines.learner, "train ours on d steps=4 batch=8",
  ]

  @Test func `networks give learners the first weights that they gave before`() throws {
    let whole = try Desk()
    for line in [Lines.model, Lines.generator] + Self.use { try whole.type(line) }
    let (desk, net) = try saved("net", after: [Lines.model, Lines.generator])
    let g = desk.path("g.safetensors")
    try desk.type("save g to \"\(g)\"")
    // The key is saved with the network, so neither the session's seed nor the name counts.
    let fresh = try Desk()
    try fresh.type("load \"\(net)\" as net", "load \"\(g)\" as g")
    for line in Self.use { try fresh.type(line) }
    #expect(try fresh.digest("ours") == whole.digest("ours"))
    let renamed = try Desk()
    try renamed.type("load \"\(net)\" as one", "load \"\(g)\" as two")
    for line in Self.use {
      try renamed.type(line.replacing("model=net generator=g", with: "model=one generator=two"))
    }
    #expect(try renamed.digest("ours") == whole.digest("ours"))
  }

  static let learners = Learners.all.names

  @Test(arguments: learners, ["d", "d stop=4", "d stop=6"])
  func `a learner continues bit for bit`(name: String, part: String) throws {
    let lines = [
      Lines.data(for: name), Lines.model, Lines.generator,
      "learner ours = \(name) model=net generator=g\(Lines.options(name))",
      "train ours on \(part) steps=4 batch=8",
    ]
    let (desk, path) = try saved("ours", after: lines)
    let fresh = try load(path, as: "ours", seed: 7)
    #expect(try fresh.digest("ours") == desk.digest("ours"))
    #expect(fresh.value("accuracy", of: "ours") == desk.value("accuracy", of: "ours"))
    #expect(fresh.workspace["ours"]?.summary == desk.workspace["ours"]?.summary)
    if part != "d" {
      try desk.type("train ours on d steps=4 batch=8")
      try fresh.type(Lines.data(for: name), "train ours on d steps=4 batch=8")
    }
    #expect(try fresh.digest("ours") == desk.digest("ours"))
    #expect(fresh.value("accuracy", of: "ours") == desk.value("accuracy", of: "ours"))
    #expect(fresh.value("last", of: "ours") != nil)
    let histories = [desk, fresh].map { ($0.workspace["ours"] as? LearnerObject)?.run?.history }
    // Random features are solved for, without a loss on the way.
    let isTrained = desk.workspace["ours"]?.declaration.verb != RandomFeatures.card.name
    #expect(histories[0]?.curves.isEmpty != isTrained && histories[0] == histories[1])
  }

  @Test func `an untrained learner begins as it would have begun`() throws {
    let (desk, path) = try saved("ours", after: Lines.all)
    try desk.type(Lines.train)
    let fresh = try load(path, as: "ours", seed: 7)
    try fresh.type(Lines.data, Lines.train)
    #expect(try fresh.digest("ours") == desk.digest("ours"))
  }

  @Test func `what was declared with variables is loaded where they are unknown`() throws {
    let lines = [
      "let n = 2", "let r = 0.01",
      "data d = glyphs figures=4 split=$n size=(4 * $n) train=8 test=4",
      "model net = mlp hidden=(8 * $n)", "learner base = finetune model=net rate=($r / 2)",
      "train base on d.1 steps=2 batch=8",
    ]
    let (desk, path) = try saved("base", after: lines)
    let fresh = try load(path, as: "base")
    #expect(try fresh.digest("base") == desk.digest("base"))
    #expect(
      fresh.workspace["base"]?.declaration.description
        == "learner base = finetune model=net rate=0.005")
    try desk.type("save d to \"\(desk.path("d.safetensors"))\"")
    let data = try load(desk.path("d.safetensors"), as: "d")
    #expect(data.workspace["d"]?.fields == desk.workspace["d"]?.fields)
    for again in [desk, fresh] {
      try again.type(
        "data d = glyphs figures=4 split=2 size=8 train=8 test=4",
        "train base on d steps=2 batch=8")
    }
    #expect(try fresh.digest("base") == desk.digest("base"))
  }

  @Test func `a loaded object is journaled and verified`() throws {
    let (keeper, path) = try saved("ours", after: Lines.all + ["train ours on d.1 steps=2"])
    let desk = try Desk(journal: "a.journal")
    try desk.type("load \"\(path)\" as ours", Lines.data, "train ours on d steps=2")
    let verification = try Desk().verification(of: JournalDocument(desk.text(of: "a.journal")))
    #expect(verification.differences == [])
    #expect(verification.digests == 2)
    withExtendedLifetime(keeper) {}
  }

  // MARK: Files that were changed

  /// Saves a learner, changes the facts in its file and gives what loading it says.
  private func failure(
    changing old: String, to new: String, of name: String = "ours"
  ) throws -> Failure? {
    let (desk, path) = try saved(
      name, after: Lines.all + ["train ours on d stop=6 steps=4 batch=8"])
    let file = try SafeTensors(readingFrom: path)
    let facts = try #require(file.metadata["reverie"])
    let changed = facts.replacing(old, with: new)
    #expect(changed != facts, "'\(old)' is not in \(facts)")
    try SafeTensors(file.tensors, metadata: ["reverie": changed]).write(to: path)
    let before = try desk.states()
    let failure = desk.failure(of: "load \"\(path)\" as \(name)")
    #expect(failure?.oneLine.contains("\n") != true)
    if failure != nil { #expect(try desk.states() == before) }
    return failure
  }

  @Test func `images other than the recorded ones are a data problem`() throws {
    for name in ["d", "ours"] {
      let failure = try #require(
        try failure(changing: "split=2 size=8", to: "split=2 seed=9 size=8", of: name))
      #expect(failure.trouble == .data)
      #expect(failure.diagnostic.message.contains("are not the ones it was saved with"))
    }
  }

  @Test(arguments: [
    (old: "\"completed\":1", new: "\"completed\":2"),
    (old: "\"completed\":1", new: "\"completed\":-1"),
    (old: "\"completed\":1", new: "\"completed\":9"),
    (old: "\"completed\":1", new: "\"completed\":0"),
    (old: "\"step\":2", new: "\"step\":-5"),
    (old: "\"step\":2", new: "\"step\":9223372036854775807"),
    (old: "\"counts\":[8,8]", new: "\"counts\":[8]"),
    (old: "\"counts\":[8,8]", new: "\"counts\":[]"),
    (old: "\"counts\":[8,8]", new: "\"counts\":[8,9]"),
    (old: "\"before\":[", new: "\"before\":[1,"), (old: "\"correct\":[[", new: "\"correct\":[[],["),
    (old: "\"correct\":[[", new: "\"correct\":[[9000000000000000000,"),
    (old: "\"correct\":[[", new: "\"correct\":[[-"),
    (old: "\"hidden\":\"16\"", new: "\"hidden\":\"0\""),
    (old: "\"hidden\":\"16\"", new: "\"hidden\":\"17\""),
    (old: "\"hidden\":\"16\"", new: "\"hidden\":\"(\""),
    (old: "\"maker\":\"mlp\"", new: "\"maker\":\"mlq\""), (old: "generative-replay", new: "joint"),
    (old: "generative-replay", new: "no-such-learner"), (old: "learner ours", new: "data ours"),
    (old: "learner ours", new: "thing ours"), (old: "learner ours =", new: "list"),
    (old: "glyphs", new: "mnist"), (old: "split=2", new: "split=3"),
    (old: "data d =", new: "model d ="),
    (old: "reverie object 1", new: "reverie object 2"), (old: "\"key\":", new: "\"kay\":"),
  ])
  func `a changed file is refused and nothing is harmed`(edit: (old: String, new: String)) throws {
    #expect(try failure(changing: edit.old, to: edit.new) != nil)
  }

  @Test func `a file of another program is refused`() throws {
    let desk = try Desk()
    let path = desk.path("other.safetensors")
    try SafeTensors([("w", Tensor([1.0, 2.0]))], metadata: ["format": "pt"]).write(to: path)
    let failure = try #require(desk.failure(of: "load \"\(path)\" as x"))
    #expect(failure.diagnostic.message == "\(path) was not written by 'save'")
  }

  @Test func `saving over a file leaves one or the other`() throws {
    let (desk, path) = try saved("net", after: Lines.all + [Lines.train])
    let old = FileManager.default.contents(atPath: path)
    // What holds the same state already is written again without a question.
    try desk.type("save net to \"\(path)\"")
    let failure = try #require(desk.failure(of: "save ours to \"\(path)\""))
    #expect(failure.diagnostic.message == "\(path) exists")
    #expect(FileManager.default.contents(atPath: path) == old)
    try desk.type("save ours to \"\(path)\" replace=yes")
    #expect(try load(path).workspace["again"]?.kind == .learner)
    let names = try FileManager.default.contentsOfDirectory(atPath: desk.folder)
    #expect(names == ["net.safetensors"])
  }
}
