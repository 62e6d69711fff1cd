import Catalog
import Models
import Streams
import Testing
import Torch

@testable import Learning

/// What every learner promises; runs over the whole registry.
@Suite struct LearnerContractTests {
  static let names = Learners.all.names

  @Test(arguments: names)
  func `one key gives one result and another seed another`(name: String) throws {
    let stream = try Small.stream(of: name)
    func digest(seed: UInt64) throws -> UInt64 {
      let run = try Small.run(name, stream, seed: seed)
      try run.learn()
      #expect(run.isFinished)
      return try run.digest()
    }
    let first = try digest(seed: 1)
    #expect(try digest(seed: 1) == first)
    #expect(try digest(seed: 2) != first)
  }

  @Test(arguments: names)
  func `learning changes the state and fills the matrix`(name: String) throws {
    let stream = try Small.stream(of: name)
    let run = try Small.run(name, stream)
    let before = try run.learner.state.digest()
    let summary = try run.learn()
    #expect(summary.steps > 0 && !summary.interrupted && summary.loss.isFinite)
    #expect(try run.learner.state.digest() != before)
    #expect(run.matrix.counts == [6, 6, 6])
    #expect(run.matrix.correct.count == 3)
    #expect(run.matrix.correct.joined().allSatisfy { (0...6).contains($0) })
    // With 4 outputs open, nothing of experience 3 can be answered rightly.
    if stream.scenario == .classIncremental { #expect(run.matrix.correct[1][2] == 0) }
  }

  /// Polls at which training stops: at once, after a step, at the end of an experience, inside one.
  static let stops = [0, 1, 4, 6, 11]

  @Test(arguments: names)
  func `stopped anywhere, a learner and its copy continue like an uninterrupted run`(
    name: String
  ) throws {
    let stream = try Small.stream(of: name)
    let straight = try Small.run(name, stream)
    let whole = try straight.learn()
    let end = try straight.digest()
    for stop in Self.stops {
      let run = try Small.run(name, stream)
      let first = try run.learn(stop: stop)
      #expect(first.interrupted && first.steps == min(stop, whole.steps))
      let restored = try copy(run, name, stream)
      #expect(try restored.digest() == run.digest())
      let second = try run.learn()
      #expect(!second.interrupted && first.steps + second.steps == whole.steps)
      #expect(try run.digest() == end)
      #expect(run.matrix == straight.matrix)
      try restored.learn()
      #expect(try restored.digest() == end)
      #expect(restored.matrix == straight.matrix)
    }
  }

  @Test(arguments: names)
  func `a finished learner that is restored gives the same scores and generated images`(
    name: String
  ) throws {
    let stream = try Small.stream(of: name)
    let run = try Small.run(name, stream)
    try run.learn()
    let restored = try copy(run, name, stream)
    let images = try ImageFeed(stream.experiences[0].test).batch(0..<6).inputs
    #expect(
      try restored.learner.scores(images).floats() == run.learner.scores(images).floats())
    #expect(try run.learner.scores(images).shape == [6, 6])
    let key = RandomKey(seed: 5)
    let dreams = try run.learner.dream(3, key: key)
    #expect(try restored.learner.dream(3, key: key)?.floats() == dreams?.floats())
    if let dreams { #expect(dreams.shape == [3, 1, 8, 8]) }
  }

  /// Methods of which nothing is left to train once an experience has ended.
  static let final: Set = ["dgm", "random-features", "ncm", "slda", "fecam"]

  @Test(arguments: names)
  func `an experience is learned further, also from a copy, or not for a stated reason`(
    name: String
  ) throws {
    let stream = try Small.stream(of: name)
    let run = try Small.run(name, stream)
    try run.learn(until: 2)
    let (ended, size) = (try run.digest(), run.learner.state.tensors().map(\.tensor.shape))
    guard !Self.final.contains(name) else {
      let error = #expect(throws: ModelError.self) { try run.reopen() }
      #expect(error?.description.contains("\(name) cannot learn an experience further") == true)
      #expect(try run.completed == 2 && run.digest() == ended)
      return
    }
    try run.reopen()
    #expect(run.completed == 1 && run.matrix.correct.count == 1)
    // Stopped before the first step of all and after one of them.
    for stop in [0, 1] {
      #expect(try run.learn(until: 2, stop: stop).interrupted)
      let restored = try copy(run, name, stream)
      #expect(try restored.digest() == run.digest())
      try restored.learn(until: 2)
      let straight = try copy(run, name, stream)
      try straight.learn(until: 2)
      #expect(try restored.digest() == straight.digest())
    }
    let restored = try copy(run, name, stream)
    try run.learn(until: 2)
    try restored.learn(until: 2)
    #expect(try run.digest() == restored.digest() && run.digest() != ended)
    #expect(run.completed == 2 && run.matrix.correct.count == 2)
    // What it keeps has the same size, and the next experience follows as ever.
    #expect(run.learner.state.tensors().map(\.tensor.shape) == size)
    try run.learn()
    #expect(run.isFinished)
  }

  private func copy(
    _ run: LearningRun, _ name: String, _ stream: ExperienceStream
  ) throws -> LearningRun {
    let tensors = run.learner.state.tensors()
    #expect(Set(tensors.map(\.name)).count == tensors.count)
    let learner = try Small.learner(name, stream)
    let restored = try LearningRun(
      learner, on: stream, key: RandomKey(seed: 1), matrix: run.matrix, reopening: run.reopening,
      completed: run.completed, step: run.step,
      shapes: Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.tensor.shape) }))
    try learner.state.restore(
      Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.tensor) }))
    return restored
  }

  @Test(arguments: names)
  func `a state with a missing, misshapen or foreign tensor is refused`(name: String) throws {
    let stream = try Small.stream(of: name)
    let learner = try Small.learner(name, stream)
    let tensors = learner.state.tensors()
    let all = Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.tensor) })
    for index in [0, tensors.count - 1] {
      let victim = tensors[index].name
      var wrong = all
      wrong[victim] = nil
      #expect(throws: TorchError.self) { try learner.state.restore(wrong) }
      wrong[victim] = try Tensor.zeros([3, 1, 4, 1, 5])
      #expect(throws: TorchError.self) { try learner.state.restore(wrong) }
      wrong = all
      wrong["nobody/weight"] = tensors[0].tensor
      #expect(throws: TorchError.self) { try learner.state.restore(wrong) }
    }
  }

  @Test(arguments: names)
  func `only a learner with the trainingData of everything is fed old images`(name: String) throws {
    let stream = try Small.stream(of: name)
    let run = try Small.run(name, stream)
    let own = stream.experiences.map(\.train.count)
    #expect(own == [12, 12, 12])
    let expected =
      switch type(of: run.learner).trainingData {
      case .current: [12, 12, 12]
      case .everything: [12, 12 + 12, 12 + 12 + 12]
      }
    for (index, count) in expected.enumerated() {
      let steps = run.stepsAhead(Budget(epochs: 1, batch: 8), until: index + 1)
      let summary = try run.learn(Budget(epochs: 1, batch: 8), until: index + 1)
      let phases = run.learner.phases(of: stream.experiences[index], Budget(epochs: 1, batch: 8))
      #expect(summary.images == count * phases.count)
      let told = type(of: run.learner).phases(
        of: stream.experiences[index], Budget(epochs: 1, batch: 8),
        settings: Small.settings[name] ?? Settings(),
        outputs: stream.headSize)
      #expect(told == phases)
      #expect(summary.steps == steps)
    }
  }

  @Test func `only the upper bound has the trainingData of everything`() {
    let gluttons = Learners.all.entries.filter { $0.maker.trainingData == .everything }.map(
      \.card.name)
    #expect(gluttons == ["joint"])
  }

  @Test(arguments: names)
  func `hostile settings are refused in one line`(name: String) throws {
    let card = try #require(Learners.all[name]?.card)
    let hostile: [Value] = [
      .integer(.min), .integer(-1), .integer(.max), .number(.nan), .number(.infinity),
      .number(-1e308), .text("a\nb\0"), .name("zzz"), .list([]), .list([.name("a"), .integer(1)]),
      .range(.min, .max),
    ]
    for parameter in card.parameters {
      var refused = 0
      for setting in hostile {
        var settings = Settings()
        do throws(SettingError) {
          try settings.set(parameter.name, to: setting, on: card)
        } catch {
          refused += 1
          #expect(!error.description.contains("\n"))
          #expect(error.description.contains(parameter.name))
          #expect(settings == Settings())
        }
      }
      #expect(refused > 0, "\(parameter.name) takes everything")
    }
    var settings = Settings()
    #expect(throws: SettingError.self) {
      try settings.set("no-such-option", to: .integer(1), on: card)
    }
  }

  @Test(arguments: names, [Scenario.taskIncremental, .domainIncremental])
  func `other scenarios are learned or refused in one line`(
    name: String, scenario: Scenario
  ) throws {
    let stream = try Small.stream(scenario)
    do {
      let run = try Small.run(name, stream)
      try run.learn()
      #expect(run.isFinished)
    } catch let error as ModelError {
      let able = try #require(Learners.all[name]).maker.needs.scenarios
      #expect(!able.contains(scenario) && !error.description.contains("\n"))
      #expect(able.allSatisfy { error.description.contains("scenario=\($0.rawValue)") })
    }
  }

  @Test(arguments: names)
  func `a card is whole`(name: String) throws {
    let card = try #require(Learners.all[name]?.card)
    #expect(!card.summary.isEmpty && !card.source.isEmpty)
    #expect(card.example.contains(name))
    #expect(Set(card.parameters.map(\.name)).count == card.parameters.count)
  }
}
