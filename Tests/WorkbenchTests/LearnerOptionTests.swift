import Catalog
import Figures
import Journal
import Language
import Learning
import Models
import Testing

@testable import Workbench

/// What cards say of learners, measures that are asked for, and trainings that diverge.
@Suite struct LearnerOptionTests {
  private func desk() throws -> Desk {
    let desk = try Desk()
    for line in Lines.all { try desk.type(line) }
    return desk
  }

  private func values(_ desk: Desk) -> [NamedValue] {
    for case .end(_, let result) in desk.events.reversed() { return result.outcome.values }
    return []
  }

  @Test(arguments: Learners.all.names)
  func `only the networks that a method needs are offered, others are accepted with a warning`(
    name: String
  ) throws {
    let desk = try desk()
    var warnings: [String] = []
    desk.session.control.warn = { warnings.append($0) }
    try desk.type("learner l = \(name) model=net generator=g")
    let needs = try #require(Learners.all[name]).maker.needs.networks
    let unneeded = [("model", Needs.Network.classifier), ("generator", .generator)]
      .filter { !needs.contains($0.1) }.map(\.0)
    #expect(warnings.count == unneeded.count)
    for (warning, option) in zip(warnings, unneeded) { #expect(warning.contains("\(option)=")) }
    let line = "learner l = \(name) "
    let offered = Completions(desk.workspace, text: line, cursor: line.count).words.map(\.text)
    #expect(offered.contains("model=") == needs.contains(.classifier))
    #expect(offered.contains("generator=") == needs.contains(.generator))
    #expect(offered.contains("seed="))
    try desk.type("help \(name)")
    let rows = desk.shown.joined(separator: "\n").split(separator: "\n").map { line in
      String(line.drop { $0 == " " })
    }
    for (option, network) in [("model= ", Needs.Network.classifier), ("generator= ", .generator)] {
      let isShown = rows.contains { $0.hasPrefix(option) }
      #expect(isShown == needs.contains(network), "\(option)")
    }
  }

  @Test func `earlier names of options are accepted and not offered`() throws {
    let desk = try desk()
    for (old, new) in [
      ("genifer decay=0.1", "weight-decay"), ("genifer fall=0.1", "decay-factor"),
      ("dgm momentum=0.1", "beta1"), ("dgm decay=0.1", "beta2"),
    ] {
      try desk.type("learner l = \(old)")
      let maker = String(old.prefix { $0 != " " })
      let card = try #require(Declarations.cards(.learner).first { $0.name == maker })
      var settings = Settings()
      let name = String(old.dropFirst(maker.count + 1).prefix { $0 != "=" })
      try settings.set(name, to: .number(0.1), on: card)
      #expect(settings.values[new] == .number(0.1))
      let line = "learner l = \(maker) "
      let offered = Completions(desk.workspace, text: line, cursor: line.count).words.map(\.text)
      #expect(offered.contains("\(new)=") && !offered.contains("\(name)="))
    }
  }

  @Test func `a measure is reported where it is asked for and nowhere else`() throws {
    let desk = try desk()
    try desk.type(Lines.train)
    #expect(desk.value("confusion", of: "ours") == nil)
    try desk.type("eval ours on d measures=confusion")
    let confusion = try #require(values(desk).first { $0.name == "confusion" }?.value.matrix)
    #expect(confusion.map { $0.reduce(0, +) } == [4, 4, 4, 4])
    let correct = confusion.indices.reduce(0) { $0 + confusion[$1][$1] }
    #expect(values(desk).first { $0.name == "overall" }?.value.double == correct / 16)
    try desk.type("eval ours on d.1 measures=confusion")
    let first = try #require(values(desk).first { $0.name == "confusion" }?.value.matrix)
    #expect(Array(first.prefix(2)) == Array(confusion.prefix(2)))
    try desk.type("compare ours measures=confusion")
    #expect(values(desk).first { $0.name == "ours.confusion" }?.value.matrix == confusion)
    try desk.type("learner base = finetune", "train base on d steps=1 batch=8 measures=confusion")
    #expect(desk.value("confusion", of: "base") != nil)
    let failure = desk.failure(of: "eval ours on d measures=confusoin")
    #expect(failure?.diagnostic.suggestion?.contains("confusion") == true)
  }

  @Test func `the confusion of a learner that is saved and loaded is the same`() throws {
    let desk = try desk()
    try desk.type(Lines.train, "save ours to \"\(desk.path("o.safetensors"))\"")
    try desk.type("load \"\(desk.path("o.safetensors"))\" as again")
    let runs = ["ours", "again"].compactMap { (desk.workspace[$0] as? LearnerObject)?.run }
    #expect(runs.count == 2 && runs[0].answers == runs[1].answers)
    #expect(runs[0].resultDigest == runs[1].resultDigest)
    try desk.type("plot again.confusion", "plot again.confusion.1")
    #expect(desk.failure(of: "plot again.confusion.3") != nil)
  }

  @Test func `results in a file that were changed are noticed`() throws {
    let desk = try desk()
    try desk.type(Lines.train)
    let learner = try #require(desk.workspace["ours"] as? LearnerObject)
    let saved = try learner.snapshot()
    let data = try #require(learner.data)
    try learner.restore(saved, on: data, device: .cpu)
    func damaged(_ change: (inout SnapshotFacts.Progress) -> Void) throws -> Snapshot {
      var facts = saved.facts
      var progress = try #require(facts.progress)
      change(&progress)
      facts.progress = progress
      return Snapshot(facts, saved.tensors, digest: saved.digest, results: saved.results)
    }
    let changes: [(inout SnapshotFacts.Progress) -> Void] = [
      { $0.history?.add(.init(["x": 1]), experience: 0, phase: "all", step: 0) },
      { $0.answers?[0] = [AnswerCounts(truths: [0], answers: [0])] },
      { $0.answers = nil },
    ]
    for change in changes {
      let snapshot = try damaged(change)
      #expect(throws: WorkbenchError.self) {
        try learner.restore(snapshot, on: data, device: .cpu)
      }
    }
  }

  @Test func `a training that diverges stops with the loss, the step and the experience`() throws {
    let desk = try desk()
    try desk.type("learner wild = finetune optimizer=sgd rate=10 weight-decay=1")
    let before = try desk.states()
    let line = "train wild on d epochs=60 batch=4"
    let failure = try #require(desk.failure(of: line))
    let message = failure.diagnostic.message
    #expect(message.contains("loss 'cross-entropy' is"), "\(message)")
    #expect(message.contains("of experience 1") && message.contains("diverged=continue"))
    #expect(try desk.states() == before)
    try desk.type(line + " diverged=continue")
    let count = try #require(desk.value("diverged", of: "wild")?.double)
    #expect(count > 0)
    #expect(desk.value("last", of: "wild") == .number(0))
    #expect(desk.shown.joined().contains("not finite"))
  }

  @Test func `tables of class-incremental learners leave out forward transfer`() throws {
    let desk = try desk()
    try desk.type(Lines.train, "compare ours")
    var tables: [Table] = []
    for case .end(_, let result) in desk.events {
      for case .table(let table) in result.outcome.figures { tables.append(table) }
    }
    #expect(
      tables.last?.header == [
        "learner", "method", "learned", "last", "average", "forgetting",
        "backward", "bytes",
      ])
    #expect(values(desk).contains { $0.name == "ours.forward" })
  }
}
