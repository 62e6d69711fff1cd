import Catalog
import Foundation
import Models
import Streams
import Testing
import Torch

@testable import Learning

/// An option of Genifer with a value.
struct Variant: CustomTestStringConvertible, Sendable {
  let options: [String: Value]
  var testDescription: String {
    options.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
  }
}

@Suite struct GeniferTests {
  /// The ladder of ablations and the literal forms of the published program.
  static let variants = [
    ["matching": .integer(0)], ["matching": .integer(3)], ["matching": .integer(6)],
    ["alignment": .integer(0)], ["alignment-adaptive": .name("no")],
    ["alignment-stage": .integer(4)],
    ["replay-augmentation": .name("no")], ["replay-augmentation": .name("batch")],
    ["crop": .integer(0), "mirror": .name("no")],
    ["ada": .name("no")], ["ada": .name("no"), "ada-start": .number(1)],
    ["ada-kinds": .name("geometry"), "ada-start": .number(0.5)],
    ["ada-kinds": .name("upright"), "ada-start": .number(0.5)],
    ["ada-range": .name("normalized"), "ada-start": .number(0.5)],
    ["feature": .integer(0)], ["feature-on": .name("all")], ["feature-on": .name("current")],
    ["feature-loss": .name("l1")], ["feature-stage": .integer(0)],
    ["output-loss": .name("all")], ["output-loss": .name("kl")], ["output-loss": .name("mse")],
    ["output-loss": .name("l1")], ["output": .integer(0)],
    ["frozen": .integer(2)], ["frozen": .integer(5)], ["fresh-generator": .name("yes")],
    ["fresh-discriminator": .name("yes")], ["teacher": .name("running")],
    ["surplus": .name("drop")], ["adaptive-share": .name("yes")], ["share": .integer(0)],
    ["r1": .integer(0)], ["r1-interval": .integer(1)], ["r1-scaled": .name("yes")],
    ["critics": .integer(2)], ["hypersphere": .name("yes")], ["gan-last": .name("yes")],
    ["average": .integer(0)], ["average-ramp": .integer(0)],
    ["replayed": .name("features"), "feature-stage": .integer(5)],
    ["replayed": .name("features"), "matching": .integer(1), "alignment-stage": .integer(3)],
    ["replayed": .name("features"), "matching": .integer(5), "feature": .integer(0)],
    [
      "replayed": .name("features"), "surplus": .name("drop"), "frozen": .integer(5),
      "feature": .integer(0),
    ],
  ].map { Variant(options: $0) }

  @Test(arguments: variants)
  func `every step of the ladder learns two experiences`(_ variant: Variant) throws {
    let run = try GeniferSetting.run(variant.options, until: 1, steps: 2)
    var parts: Set<String> = []
    _ = try run.advance(
      Budget(steps: 2, batch: 8), until: 2, clock: { 0 }, shouldStop: { false }
    ) { progress in
      for part in progress.losses.parts {
        #expect(part.value.isFinite, "\(part.name) is \(part.value)")
        parts.insert(part.name)
      }
    }
    let has = { (name: String, option: String) in
      (variant.options[option] != .integer(0)) == parts.contains(name)
    }
    #expect(parts.isSuperset(of: ["cross-entropy", "discriminator", "generator"]))
    #expect(has("alignment", "alignment") && has("r1", "r1"))
    if variant.options["share"] == nil {
      #expect(has("features", "feature") && has("distillation", "output"))
    }
    for (name, tensor) in run.learner.state.tensors() {
      let isFinite = try tensor.doubles().allSatisfy { $0.isFinite }
      #expect(isFinite, "\(name) is not finite")
    }
  }

  @Test func `frozen stages stay as they are in later experiences`() throws {
    let run = try GeniferSetting.run(["frozen": .integer(2)], until: 1)
    func stages(_ numbers: ClosedRange<Int>) throws -> [UInt64] {
      let network = try run.genifer.networks.classifier
      let prefixes = numbers.map { "stage\($0)." }
      return try network.store.tensors.filter { entry in
        prefixes.contains(where: entry.name.hasPrefix)
      }.map { try $0.tensor.digest() }
    }
    let (low, high) = (try stages(1...2), try stages(3...5))
    try GeniferSetting.advance(run, until: 2)
    #expect(try stages(1...2) == low)
    #expect(!zip(try stages(3...5), high).contains { $0 == $1 })
  }

  private static let features: [String: Value] = ["replayed": .name("features")]

  @Test func `replayed features are those of the matched stage, whose statistics stay frozen`()
    throws
  {
    let run = try GeniferSetting.run(Self.features, until: 1)
    let networks = try run.genifer.networks
    func digests(_ numbers: ClosedRange<Int>) throws -> [UInt64] {
      let prefixes = numbers.flatMap(networks.classifier.network.prefixes)
      return try networks.classifier.store.tensors.filter { entry in
        prefixes.contains(where: entry.name.hasPrefix)
      }.map { try $0.tensor.digest() }
    }
    let (low, high) = (try digests(1...4), try digests(5...5))
    let generator = try GeniferSetting.digest("average generator", of: run)
    try GeniferSetting.advance(run, until: 2)
    #expect(try digests(1...4) == low)
    #expect(!zip(try digests(5...5), high).contains { $0 == $1 })
    #expect(try GeniferSetting.digest("average generator", of: run) != generator)
    let (made, labels) = try run.genifer.replay(5, below: 2, key: GeniferSetting.key)
    #expect(made.shape == [5] + networks.classifier.network.stageShapes[4])
    #expect(labels.shape == [5])
    let isPositive = try made.floats().allSatisfy { $0 >= 0 }
    #expect(isPositive)
    // It makes nothing that could be looked at.
    #expect(try run.genifer.dream(2, key: GeniferSetting.key) == nil)
    #expect(try run.genifer.dream(2, of: 0, key: GeniferSetting.key) == nil)
  }

  @Test(arguments: [0, 6])
  func `features that are no maps cannot be replayed`(stage: Int) throws {
    let error = #expect(throws: ModelError.self) {
      try GeniferSetting.learner(
        Self.features.merging(["matching": .integer(stage)]) { $1 },
        on: GeniferSetting.stream())
    }
    #expect(
      error?.description == "genifer replayed=features is not possible with matching=\(stage): "
        + "take a stage of resnet whose features are maps, or replayed=images")
  }

  /// Stops in the middle of each phase of the second experience, and at the border between them.
  @Test(arguments: [1, 4, 7, 9, 10], ["images", "features"])
  func `a state restored into a fresh learner continues bit for bit`(
    limit: Int, replayed: String
  ) throws {
    let options: [String: Value] = [
      "ada-target": .number(-1), "ada-ramp": .integer(8), "ada-interval": .integer(2),
      "gan-last": .name("yes"), "replayed": .name(replayed),
    ]
    let straight = try GeniferSetting.run(options)
    let run = try GeniferSetting.run(options, limit: limit)
    let tensors = run.learner.state.tensors()
    let stream = try GeniferSetting.stream()
    let fresh = try GeniferSetting.learner(options, on: stream)
    let again = try LearningRun(
      fresh, on: stream, key: GeniferSetting.key, matrix: run.matrix, completed: run.completed,
      step: run.step)
    try fresh.state.restore(
      Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, try $0.tensor.clone()) }))
    #expect(try again.digest() == run.digest())
    let dreams = { (run: LearningRun) in
      try run.learner.dream(5, key: GeniferSetting.key)?.floats()
    }
    #expect(try dreams(again) == dreams(run))
    try GeniferSetting.advance(again)
    #expect(try again.digest() == straight.digest())
    #expect(again.matrix == straight.matrix)
  }

  @Test func `the published lengths follow from a hundred epochs`() throws {
    let options = GameOptions(Settings())
    let budget = Budget(epochs: 100, batch: 32)
    #expect(options.steps(25_000, isFirst: true, budget) == 250_380)
    #expect(options.steps(5_000, isFirst: false, budget) == 80_028)
    #expect(options.steps(10, isFirst: true, Budget(epochs: 1, batch: 32)) == 6)
    #expect(options.steps(5_000, isFirst: false, Budget(steps: 7, batch: 32)) == 7)
    let given = GameOptions(Settings(["gan-steps": .integer(9)]))
    #expect(given.steps(5_000, isFirst: false, Budget(steps: 7, batch: 32)) == 9)
    let both = GameOptions(
      Settings(["gan-steps": .list([.integer(20_000), .integer(8_000)])]))
    #expect(both.steps(5_000, isFirst: true, budget) == 20_000)
    #expect(both.steps(5_000, isFirst: false, budget) == 8_000)
  }

  @Test func `replay takes the place of half of the current images`() throws {
    let stream = try GeniferSetting.stream()
    let budget = Budget(epochs: 4, batch: 8)
    func phases(_ options: [String: Value], _ index: Int) throws -> [Phase] {
      try GeniferSetting.learner(options, on: stream)
        .phases(of: stream.experiences[index], budget)
    }
    let steps: [String: Value] = ["gan-steps": .integer(5)]
    #expect(
      try phases(steps, 0) == [
        Phase("classifier", budget), Phase("generator", Budget(epochs: 4, steps: 5, batch: 8)),
      ])
    // As many steps as with 8 images, of which 4 are replayed.
    #expect(
      try phases(steps, 1) == [
        Phase("classifier", Budget(epochs: 4, steps: 8, batch: 4)),
        Phase("generator", Budget(epochs: 4, steps: 5, batch: 4)),
      ])
    let drop = steps.merging(["surplus": .name("drop")]) { $1 }
    #expect(try phases(drop, 1) == phases(drop, 0))
    #expect(try phases(steps, 2).map(\.name) == ["classifier"])
    let last = steps.merging(["gan-last": .name("yes")]) { $1 }
    #expect(try phases(last, 2).count == 2)
    let adaptive = ClassifierOptions(Settings(["adaptive-share": .name("yes")]))
    #expect(adaptive.share(old: 4, all: 6) == 4.0 / 6)
    #expect(adaptive.share(old: 0, all: 2) == 0)
    #expect(adaptive.currentCount(32, share: 0.5) == 16)
    #expect(adaptive.currentCount(1, share: 0.95) == 1)
  }

  @Test func `the classifier's rate falls at 30, 60 and 80 percent`() {
    let options = ClassifierOptions(Settings())
    let first = options.recipe(isFirst: true)
    let rates = [0, 29, 30, 59, 60, 79, 80, 99].map { first.rate($0, of: 100) }
    for (rate, expected) in zip(rates, [0.1, 0.1, 0.02, 0.02, 0.004, 0.004, 8e-4, 8e-4]) {
      #expect(abs(rate - expected) < 1e-15)
    }
    #expect(options.recipe(isFirst: false).rate(0, of: 1) == 1e-4)
  }

  @Test func `the average forgets half in 500,000 images once the ramp is over`() {
    let options = GameOptions(Settings())
    #expect(options.memory(0, of: 1000, batch: 64) == 0)
    for (step, halfLife) in [(250, 250_000.0), (500, 500_000), (999, 500_000)] {
      let memory = options.memory(step, of: 1000, batch: 64)
      #expect(abs(Foundation.pow(memory, halfLife / 64) - 0.5) < 1e-9)
    }
  }

  @Test func `R1 comes every 16 steps and is not multiplied by them`() {
    let options = GameOptions(Settings())
    #expect(abs(options.penaltyFactor(stage: 4, side: 32) - 0.5 / 2 * 16 / 17) < 1e-15)
    let scaled = GameOptions(Settings(["r1-scaled": .name("yes")]))
    #expect(abs(scaled.penaltyFactor(stage: 4, side: 32) - 4 * 16.0 / 17) < 1e-14)
    let none = GameOptions(Settings(["r1": .integer(0)]))
    #expect(none.laziness == 1 && !none.isPenalized)
  }

  @Test func `R1 weighs on pixels what the authors' program gives images of their size`() {
    let options = GameOptions(Settings())
    for (side, weight) in [(28, 0.005), (32, 0.005), (64, 0.0128), (128, 0.0512)] {
      #expect(abs(options.penalty(stage: 0, side: side) - weight) < 1e-15)
    }
    #expect(options.penalty(stage: 4, side: 32) == 0.5)
    #expect(options.penalty(stage: 4, side: 128) == 0.5)
    let given = GameOptions(Settings(["r1": .number(0.1)]))
    #expect(given.penalty(stage: 0, side: 32) == 0.1)
  }

  @Test func `stages that a model does not have and models without stages are refused`() throws {
    let stream = try GeniferSetting.stream()
    for option in ["matching", "feature-stage", "alignment-stage", "frozen"] {
      let error = #expect(throws: ModelError.self) {
        try GeniferSetting.learner([option: .integer(7)], on: stream)
      }
      #expect(
        error?.description == "genifer \(option)=7 is not possible: resnet has stages 0 to 6")
    }
  }

  @Test func `it dreams of the classes that its generator has learned`() throws {
    let run = try GeniferSetting.run(until: 1)
    let key = RandomKey(seed: 3)
    let genifer = try run.genifer
    #expect(try genifer.dream(3, of: 1, key: key)?.shape == [3, 1, 8, 8])
    #expect(try genifer.dream(3, of: 2, key: key) == nil)
    try GeniferSetting.advance(run)
    // After the last experience the generator is not trained.
    #expect(try genifer.dream(3, of: 3, key: key) != nil)
    #expect(try genifer.dream(3, of: 4, key: key) == nil)
    let all = try #require(try genifer.dream(5, key: key))
    let isInRange = try all.floats().allSatisfy { (0...1).contains($0) }
    #expect(isInRange)
  }

  /// 64 x 64 and more in small: the networks get other layers there.
  @Test(arguments: [64, 128], [1, 3])
  func `it learns larger images by a large stem`(side: Int, channels: Int) throws {
    let shape = ImageShape(channels: channels, height: side, width: side)
    func archive(_ count: Int) throws -> ImageArchive {
      try ImageArchive(
        shape: shape, labels: (0..<count).map { UInt16($0 % 4) },
        storage: ImageStorage(count: count * shape.count) { bytes in
          for place in bytes.indices { bytes[place] = UInt8(truncatingIfNeeded: place * 31) }
        })
    }
    let stream = try ExperienceStream(
      Dataset(
        name: "birds", train: archive(16), test: archive(8), classNames: ["a", "b", "c", "d"]),
      SplitOptions(Settings(["split": .integer(2)])))
    let run = try LearningRun(
      GeniferSetting.learner(
        ["ada-start": .number(0.5)], on: stream, stem: "large"), on: stream,
      key: GeniferSetting.key)
    try GeniferSetting.advance(run, until: 2, steps: 2)
    let dreams = try #require(try run.genifer.dream(2, key: GeniferSetting.key))
    #expect(dreams.shape == [2, channels, side, side])
    #expect(try run.genifer.networks.classifier.network.stageShapes[4][1] == side / 16)
  }

  private static func scale(_ options: [String: Value], channels: Int = 3) throws -> PixelScale {
    try PixelScale(
      Settings(options), ClassifierOptions.recipe.pixels, channels: channels, device: .cpu)
  }

  @Test func `pixels and normalized units are each other's inverse`() throws {
    for (channels, name) in [(1, "cifar"), (3, "cifar"), (3, "imagenet"), (4, "imagenet")] {
      let scale = try Self.scale(["pixels": .name(name)], channels: channels)
      let pixels = try Tensor.uniform([2, channels, 3, 3], key: RandomKey(seed: 1))
      let back = try scale.pixels(scale.normalized(pixels))
      for (one, other) in zip(try back.floats(), try pixels.floats()) {
        #expect(abs(one - other) < 1e-6)
      }
      #expect(try scale.clamped(scale.normalized(pixels * 3 - 1)).floats().count == pixels.count)
    }
    let plain = try Self.scale(["mean": .number(0), "deviation": .number(1)])
    let birds = try Self.scale(["pixels": .name("imagenet")])
    for value in try birds.normalized(Tensor([Float(0.485), 0.456, 0.406], shape: [1, 3, 1, 1]))
      .floats()
    { #expect(abs(value) < 1e-6) }
    let clamped = try plain.clamped(Tensor([Float(-1), 0.5, 2], shape: [1, 3, 1, 1]))
    #expect(try clamped.floats() == [0, 0.5, 1])
  }
}

@Suite struct LearningWithoutForgettingTests {
  @Test(arguments: [Scenario.classIncremental, .taskIncremental, .domainIncremental])
  func `the old answers count from the second experience on`(scenario: Scenario) throws {
    let stream = try Small.stream(scenario)
    let run = try Small.run("lwf", stream)
    var parts: [[String]] = []
    _ = try run.advance(
      Budget(steps: 1, batch: 8), until: 3, clock: { 0 }, shouldStop: { false }
    ) { if $0.isMeasured { parts.append($0.losses.parts.map(\.name)) } }
    #expect(
      parts == [
        ["cross-entropy"], ["cross-entropy", "distillation"], ["cross-entropy", "distillation"],
      ])
  }

  @Test func `without weight it is fine-tuning`() throws {
    let stream = try Small.stream()
    let lwf = try Small.run("lwf", stream, settings: Settings(["weight": .integer(0)]))
    let tuning = try Small.run("finetune", stream)
    try lwf.learn()
    try tuning.learn()
    let images = try ImageFeed(stream.experiences[0].test).batch(0..<6).inputs
    let (one, other) = (try lwf.learner.scores(images), try tuning.learner.scores(images))
    #expect(try one.floats() == other.floats())
  }
}
