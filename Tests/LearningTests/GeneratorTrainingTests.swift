import Catalog
import Models
import Streams
import Testing
import Torch

@testable import Learning

@Suite struct GeneratorTrainingTests {
  static let names = Models.generators.names
  static let conditional = Models.generators.entries.filter { $0.maker.isConditional }.map(
    \.card.name)

  private static let settings = [
    "vae": Settings(["hidden": .integer(8), "latent": .integer(4)]),
    "cvae": Settings(["hidden": .integer(8), "latent": .integer(4)]),
    "style": Settings([
      "width": .integer(1), "critic-width": .integer(8), "latent": .integer(4),
    ]),
  ]

  private func parts(_ name: String, _ stream: ExperienceStream) throws -> Parts {
    let entry = try #require(Models.generators[name])
    let small = Settings(["width": .integer(1), "latent": .integer(4), "critics": .integer(1)])
    let key = RandomKey(seed: 1)
    return Parts(
      classifier: Blueprint(
        card: MLP.card, maker: MLP.self, settings: Settings(["hidden": .integer(8)]),
        key: key("model")),
      generator: Blueprint(
        card: entry.card, maker: entry.maker, settings: Self.settings[name] ?? small,
        key: key("generator")),
      shape: stream.shape, scenario: stream.scenario, outputs: stream.headSize, key: key("learner"))
  }

  private func run(_ name: String, _ stream: ExperienceStream) throws -> LearningRun {
    try LearningRun(
      GeneratorTraining(Settings(), parts: parts(name, stream)), on: stream, key: RandomKey(seed: 1)
    )
  }

  @Test(arguments: names)
  func `a generator that was interrupted and restored ends in the same state`(name: String) throws {
    let stream = try Small.stream()
    let budget = Budget(epochs: 1, batch: 8)
    let straight = try run(name, stream)
    try straight.learn(budget)
    #expect(straight.isFinished && straight.matrix.correct.isEmpty)
    #expect(try !straight.measures().contains { $0.name == "last" })
    #expect(!straight.history.curves.isEmpty)
    let run = try run(name, stream)
    try run.learn(budget, stop: 3)
    let tensors = run.learner.state.tensors()
    let learner = try GeneratorTraining(Settings(), parts: parts(name, stream))
    let restored = try LearningRun(
      learner, on: stream, key: RandomKey(seed: 1), matrix: run.matrix, completed: run.completed,
      step: run.step)
    try learner.state.restore(
      Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.tensor) }))
    #expect(try restored.digest() == run.digest())
    try restored.learn(budget)
    #expect(try restored.digest() == straight.digest())
  }

  @Test(arguments: names)
  func `images of a class can be had once it has begun`(name: String) throws {
    let stream = try Small.stream()
    let run = try run(name, stream)
    let training = try #require(run.learner as? GeneratorTraining)
    let key = RandomKey(seed: 2)
    #expect(try run.dream(2, of: 0, key: key) == nil)
    try run.learn(until: 1)
    let isAble = Self.conditional.contains(name)
    #expect(try (run.dream(2, of: 1, key: key) != nil) == isAble)
    #expect(try run.dream(2, of: 2, key: key) == nil)
    #expect(try run.dream(3, key: key)?.shape == [3, 1, 8, 8])
    let begun = Array(stream.experiences.prefix(1))
    #expect(training.canDream(of: nil, after: begun, phase: nil))
    #expect(training.canDream(of: 1, after: begun, phase: nil) == isAble)
    #expect(!training.canDream(of: 2, after: begun, phase: nil))
  }

  @Test(arguments: names)
  func `generative replay takes every generator`(name: String) throws {
    let stream = try Small.stream()
    let run = try LearningRun(
      GenerativeReplay(Settings(), parts: parts(name, stream)), on: stream, key: RandomKey(seed: 1))
    try run.learn(Budget(steps: 1, batch: 8))
    #expect(run.isFinished)
    let asked = try run.dream(2, of: 5, key: RandomKey(seed: 2))
    #expect((asked != nil) == Self.conditional.contains(name))
  }

  @Test(arguments: ["vae", "cvae"])
  func `an interpolation begins and ends at what it is asked for`(name: String) throws {
    let stream = try Small.stream()
    let run = try run(name, stream)
    try run.learn(until: 1)
    let generator = try #require(run.learner as? GeneratorTraining).network
    let key = RandomKey(seed: 4)
    let images = try Interpolation(5).images(generator, rows: 2, among: 0..<2, key: key)
    #expect(images.shape == [10, 1, 8, 8])
    let ends = try Interpolation(2).images(generator, rows: 1, among: 0..<2, key: key)
    let distance = try (ends - images.indexSelect(dim: 0, Tensor([0, 4]))).abs().sum().item()
    #expect(distance < 1e-4)
    #expect(try (images.select(dim: 0, 0) - images.select(dim: 0, 4)).abs().sum().item() > 1e-3)
    guard name == "cvae" else { return }
    let classes = try Interpolation(3, classes: (0, 1)).images(
      generator, rows: 1, among: 0..<2, key: key)
    let same = try Interpolation(3, classes: (0, 0)).images(
      generator, rows: 1, among: 0..<2, key: key)
    let first = try same.select(dim: 0, 0)
    func away(_ image: Tensor) throws -> Double { try (image - first).abs().sum().item() }
    for place in 0..<3 { #expect(try away(same.select(dim: 0, place)) < 1e-4) }
    #expect(try away(classes.select(dim: 0, 0)) < 1e-4)
    #expect(try away(classes.select(dim: 0, 2)) > 1e-3)
  }

  @Test func `a learner may begin with the weights that a generator was trained to`() throws {
    let stream = try Small.stream()
    let run = try run("cvae", stream)
    try run.learn(until: 1)
    let training = try #require(run.learner as? GeneratorTraining)
    let weights = try TrainedWeights(of: training.store, classes: stream.outputNames)
    let digest = try weights.digest()
    let blueprint = try parts("cvae", stream).generator
    let (_, store) = try blueprint.starting(from: weights)
      .build(shape: stream.shape, classes: stream.headSize)
    #expect(try store.digest() == training.store.digest())
    // It is a copy.
    try run.learn(until: 2)
    #expect(try weights.digest() == digest)
    #expect(try store.digest() != training.store.digest())
    #expect(throws: ModelError.self) {
      try blueprint.starting(from: weights).build(shape: stream.shape, classes: 3)
    }
  }
}
