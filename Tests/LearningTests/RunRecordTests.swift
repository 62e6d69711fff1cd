import Catalog
import Figures
import Streams
import Testing
import Torch

@testable import Learning

/// What a run records, checks and refuses besides learning.
@Suite struct RunRecordTests {
  static let names = Learners.all.names

  @Test(arguments: names)
  func `answers are recorded for every experience seen and agree with the matrix`(
    name: String
  ) throws {
    let run = try Small.run(name, Small.stream(of: name))
    try run.learn(Budget(steps: 1, batch: 8))
    #expect(run.answers.map(\.count) == [1, 2, 3])
    for (index, row) in run.answers.enumerated() {
      #expect(row.map(\.correct) == Array(run.matrix.correct[index].prefix(index + 1)))
      #expect(row.allSatisfy { $0.isPossible(count: 6, outputs: 6) })
    }
    let confusion = try #require(Measure.confusion.values(run.record).first)
    guard case .counts(let rows) = confusion.content else { throw TorchError("no counts") }
    #expect(rows.map { $0.reduce(0, +) } == [3, 3, 3, 3, 3, 3])
  }

  @Test(arguments: names)
  func `every view of a learner draws`(name: String) throws {
    let run = try Small.run(name, Small.stream(of: name))
    try run.learn(Budget(steps: 1, batch: 8), until: 2)
    for view in run.views {
      for experience in [nil, 0] {
        let figures = try run.figures(of: view.name, experience: experience)
        #expect(!figures.isEmpty, "\(name).\(view.name)")
      }
    }
    #expect(run.views.count == Set(run.views.map(\.name)).count)
    let card = try #require(Learners.all[name]?.card)
    #expect(card.views == type(of: run.learner).views.map(\.offer))
  }

  @Test(arguments: names)
  func `needs say what a learner is built from and where it can learn`(name: String) throws {
    let entry = try #require(Learners.all[name])
    for scenario in Scenario.allCases {
      let stream = try Small.stream(scenario)
      let isAble = entry.maker.needs.scenarios.contains(scenario)
      let learner = try? Small.learner(name, stream)
      #expect((learner != nil) == isAble, "\(scenario)")
    }
    // Networks that a learner does not need have no influence on it.
    let stream = try Small.stream(of: name)
    func digest(_ other: Needs.Network?) throws -> UInt64 {
      var parts = Small.parts(stream)
      let changed = Small.parts(stream, seed: 99)
      parts = Parts(
        classifier: other == .classifier ? changed.classifier : parts.classifier,
        generator: other == .generator ? changed.generator : parts.generator,
        shape: parts.shape, scenario: parts.scenario, outputs: parts.outputs, key: parts.key)
      return try entry.maker.init(Small.settings[name] ?? Settings(), parts: parts).state.digest()
    }
    let plain = try digest(nil)
    for network in [Needs.Network.classifier, .generator] {
      #expect((try digest(network) == plain) != entry.maker.needs.networks.contains(network))
    }
  }

  @Test(arguments: names)
  func `a state that does not fit changes nothing`(name: String) throws {
    let stream = try Small.stream(of: name)
    let run = try Small.run(name, stream)
    let saved = try run.learner.state.tensors().map { ($0.name, try $0.tensor.clone()) }
    try run.learn(Budget(steps: 1, batch: 8), until: 1)
    let fresh = try Small.learner(name, stream, seed: 2)
    let before = try fresh.state.digest()
    var wrong = Dictionary(uniqueKeysWithValues: saved)
    let last = try #require(saved.last).0
    for value in [nil, try Tensor.zeros([7, 7, 7]), try wrong[last]?.to(.float64).to(.int64)] {
      wrong[last] = value
      #expect(throws: TorchError.self) { try fresh.state.restore(wrong) }
      #expect(try fresh.state.digest() == before)
    }
  }

  @Test func `the digest of results changes with every number and not with weights alone`() throws {
    let stream = try Small.stream()
    let run = try Small.run("finetune", stream)
    let other = try Small.run("finetune", stream)
    var digests = [run.resultDigest]
    for end in 1...3 {
      try run.learn(until: end)
      digests.append(run.resultDigest)
      try other.learn(until: end)
      #expect(other.resultDigest == run.resultDigest)
    }
    #expect(Set(digests).count == 4)
    func restored(
      _ matrix: AccuracyMatrix, _ answers: [[AnswerCounts]], _ history: LossHistory
    ) throws -> UInt64 {
      try LearningRun(
        run.learner, on: stream, key: RandomKey(seed: 1), matrix: matrix, answers: answers,
        history: history, completed: 3, step: 0
      ).resultDigest
    }
    #expect(try restored(run.matrix, run.answers, run.history) == run.resultDigest)
    var matrix = AccuracyMatrix(counts: run.matrix.counts, before: run.matrix.before)
    for row in run.matrix.correct.dropLast() { matrix.append(row) }
    matrix.append(run.matrix.correct[2].map { ($0 + 1) % 7 })
    #expect(try restored(matrix, run.answers, run.history) != run.resultDigest)
    #expect(try restored(run.matrix, [], run.history) != run.resultDigest)
    #expect(try restored(run.matrix, run.answers, LossHistory()) != run.resultDigest)
  }

  @Test func `training stops at the first loss that is not finite, or continues and counts them`()
    throws
  {
    let stream = try Small.stream()
    func run() throws -> LearningRun {
      try Small.run(
        "finetune", stream,
        settings: Settings([
          "rate": .number(10), "optimizer": .name("sgd"), "weight-decay": .number(1),
        ]))
    }
    func learn(_ run: LearningRun, goesOn: Bool) throws -> TrainingSummary {
      try run.advance(
        Budget(epochs: 40, batch: 8), until: 2, goesOnDiverged: goesOn, clock: { 0 },
        shouldStop: { false }, report: { _ in })
    }
    let first = try run()
    let error = #expect(throws: DivergenceError.self) { try learn(first, goesOn: false) }
    let found = try #require(error)
    #expect(found.loss == "cross-entropy" && !found.value.isFinite)
    #expect(found.experience == first.completed + 1 && found.step == first.step)
    #expect(found.description.contains("at step \(found.step) of experience \(found.experience)"))
    let second = try run()
    let summary = try learn(second, goesOn: true)
    #expect(summary.diverged > 0 && summary.steps == 160)
    // Nothing is answered rightly by scores that are not finite, not even class 0.
    #expect(second.matrix.correct.last == [0, 0, 0])
    #expect(second.record.newest?.answers.unanswered == 12)
  }

  @Test(
    arguments: names.filter { name in
      Learners.all[name]?.card.parameters.contains { $0.name == "optimizer" } == true
        && !["genifer", "gdumb"].contains(name)
    })
  func `a recipe changes optimizer, schedule and images, and its defaults change nothing`(
    name: String
  ) throws {
    let stream = try Small.stream(of: name)
    func digest(_ options: [String: Value]) throws -> UInt64 {
      let small = Small.settings[name]?.values ?? [:]
      let run = try Small.run(
        name, stream, settings: Settings(small.merging(options) { $1 }))
      try run.learn()
      return try run.digest()
    }
    let plain = try digest([:])
    let defaults: [String: Value] = [
      "optimizer": .name("adam"), "rate": .number(1e-3), "momentum": .number(0.5),
      "weight-decay": .number(0), "decay-factor": .number(0.3), "crop": .integer(0),
      "mirror": .name("no"),
    ]
    #expect(try digest(defaults) == plain)
    let changes: [[String: Value]] = [
      ["optimizer": .name("sgd")], ["optimizer": .name("radam")], ["weight-decay": .number(0.1)],
      ["milestones": .integer(50)], ["crop": .integer(1)], ["mirror": .name("yes")],
    ]
    let digests = try changes.map(digest)
    #expect(Set(digests + [plain]).count == changes.count + 1)
  }

  @Test func `the rate falls after each milestone by the decay factor`() throws {
    var settings = Settings()
    let card = FineTuning.card
    try settings.set("milestones", to: .list([.integer(50), .integer(75)]), on: card)
    try settings.set("fall", to: .number(0.5), on: card)
    try settings.set("decay", to: .number(0.25), on: card)
    let recipe = Recipe(settings, TrainedClassifier.options)
    #expect([0, 4, 5, 7, 8].map { recipe.rate($0, of: 10) } == [1e-3, 1e-3, 5e-4, 5e-4, 2.5e-4])
    #expect(recipe.weightDecay == 0.25)
  }
}
