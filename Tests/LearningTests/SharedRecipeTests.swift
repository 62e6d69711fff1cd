import Catalog
import Models
import Streams
import Testing
import Torch

@testable import Learning

/// One recipe for all methods that are compared.
@Suite struct SharedRecipeTests {
  /// The recipe of Genifer's classifier, written out.
  private static let recipe: [String: Value] = [
    "optimizer": .name("sgd"), "rate": .number(0.1), "weight-decay": .number(5e-4),
    "milestones": .list([.integer(30), .integer(60), .integer(80)]), "decay-factor": .number(0.2),
    "crop": .integer(1), "mirror": .name("yes"), "pixels": .name("cifar"),
    "later-optimizer": .name("radam"), "later-rate": .number(1e-3),
  ]

  private static func parts(_ stream: ExperienceStream) throws -> Parts {
    let (model, generator) = (try #require(Models.classifiers["resnet"]), Models.generators)
    let key = RandomKey(seed: 5)
    return Parts(
      classifier: Blueprint(
        card: model.card, maker: model.maker,
        settings: Settings(["width": .integer(2), "blocks": .integer(1)]), key: key("model")),
      generator: Blueprint(
        card: generator.entries[0].card, maker: generator.entries[0].maker, key: key),
      shape: stream.shape, scenario: stream.scenario, outputs: stream.headSize, key: key)
  }

  private static func run(
    _ name: String, _ options: [String: Value] = [:], on stream: ExperienceStream
  ) throws -> LearningRun {
    let entry = try #require(Learners.all[name])
    var settings = Small.settings[name] ?? Settings()
    for (option, value) in recipe.merging(options, uniquingKeysWith: { $1 }) {
      try settings.set(option, to: value, on: entry.card)
    }
    return try LearningRun(
      entry.maker.init(settings, parts: parts(stream)), on: stream, key: RandomKey(seed: 7))
  }

  private static func classifier(_ run: LearningRun) throws -> [[Float]] {
    let store = try #require(run.learner.state.stores.first { $0.name == "classifier" }).store
    return try store.tensors.map { try $0.tensor.floats() }
  }

  @Test func `fine-tuning, LwF and every rung of Genifer learn the first experience alike`() throws
  {
    let stream = try Small.stream()
    let rungs: [(String, [String: Value])] = [
      ("finetune", [:]), ("lwf", [:]), ("genifer", [:]), ("genifer", ["matching": .integer(0)]),
      ("genifer", ["ada": .name("no"), "replay-augmentation": .name("no")]),
      ("genifer", ["alignment": .integer(0)]), ("genifer", ["replayed": .name("features")]),
    ]
    let networks = try rungs.map { name, options in
      let run = try Self.run(name, options, on: stream)
      try run.learn(until: 1)
      return (try Self.classifier(run), run.matrix)
    }
    for (weights, matrix) in networks.dropFirst() {
      #expect(weights == networks[0].0)
      #expect(matrix == networks[0].1)
    }
    // Each part of the recipe counts.
    for (option, value) in [
      "pixels": Value.name("unit"), "crop": .integer(0), "mirror": .name("no"),
      "weight-decay": .integer(0), "rate": .number(0.2),
    ] {
      let run = try Self.run("finetune", [option: value], on: stream)
      try run.learn(until: 1)
      #expect(try Self.classifier(run) != networks[0].0, "\(option)")
    }
  }

  @Test func `later experiences have an optimizer and a rate of their own`() throws {
    let stream = try Small.stream()
    var ends: [[[Float]]] = []
    for options: [String: Value] in [
      [:], ["later-rate": .number(1e-2)], ["later-optimizer": .name("sgd")],
    ] {
      let run = try Self.run("finetune", options, on: stream)
      try run.learn(until: 1)
      ends.append(try Self.classifier(run))
      try run.learn(until: 3)
      ends.append(try Self.classifier(run))
    }
    #expect(ends[0] == ends[2] && ends[0] == ends[4])
    #expect(ends[1] != ends[3] && ends[1] != ends[5] && ends[3] != ends[5])
  }

  @Test(arguments: [5, 8, 11])
  func `a stopped learner with two optimizers continues bit for bit`(stop: Int) throws {
    let stream = try Small.stream()
    let straight = try Self.run("lwf", on: stream)
    try straight.learn()
    let run = try Self.run("lwf", on: stream)
    try run.learn(stop: stop)
    let fresh = try Self.run("lwf", on: stream).learner
    let again = try LearningRun(
      fresh, on: stream, key: RandomKey(seed: 7), matrix: run.matrix, completed: run.completed,
      step: run.step)
    let tensors = try run.learner.state.tensors().map { ($0.name, try $0.tensor.clone()) }
    try fresh.state.restore(Dictionary(uniqueKeysWithValues: tensors))
    try again.learn()
    #expect(try again.learner.state.digest() == straight.learner.state.digest())
  }

  /// Frozen copies, stages and heads see the same pixels as the classifier.
  @Test(arguments: [
    "icarl", "generative-replay", "brain-inspired", "feature-replay", "hat", "packnet", "ewc",
    "slda",
  ])
  func `a learner whose pixels are normalized learns`(name: String) throws {
    let stream = try Small.stream(of: name)
    let card = try #require(Learners.all[name]).card
    var settings = Small.settings[name] ?? Settings()
    let plain = try Small.run(name, stream, settings: settings)
    try settings.set("mean", to: .number(0.5), on: card)
    try settings.set("deviation", to: .number(0.25), on: card)
    let run = try Small.run(name, stream, settings: settings)
    try plain.learn()
    try run.learn()
    #expect(run.completed == 3 && run.matrix.accuracies.count == 3)
    #expect(try run.learner.state.digest() != plain.learner.state.digest())
  }
}
