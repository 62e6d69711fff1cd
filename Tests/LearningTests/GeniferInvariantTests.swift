import Augmentation
import Catalog
import Models
import Streams
import Testing
import Torch

@testable import Learning

/// What must hold of Genifer whatever it learns.
@Suite struct GeniferInvariantTests {
  private let key = RandomKey(seed: 21)

  private func networks(
    _ options: [String: Value] = [:]
  ) throws -> (GeniferNetworks, GameOptions, ImageShape) {
    let learner = try GeniferSetting.learner(options, on: GeniferSetting.stream())
    return (learner.networks, learner.gameOptions, learner.shape)
  }

  private func game(
    _ networks: GeniferNetworks, _ options: GameOptions, _ shape: ImageShape
  ) throws -> FeatureGame {
    FeatureGame(
      options: options, networks: networks,
      scale: try PixelScale(
        Settings(), ClassifierOptions.recipe.pixels, channels: shape.channels, device: .cpu),
      ada: try AdaptiveProbability(key: key),
      optimizers: (
        try Adam(networks.generator.store), try Adam(networks.discriminator.store)
      ))
  }

  private func turn(_ step: Int = 0, old: Int = 2) -> FeatureGame.Turn {
    FeatureGame.Turn(
      step: step, steps: 10, old: old, current: old..<old + 2, key: key("turn", step))
  }

  // 1
  @Test(arguments: [0, 4, 5], ["images", "features"])
  func `alignment is exactly 0 for equal generators with equal noise`(
    stage: Int, replayed: String
  ) throws {
    let (networks, options, shape) = try networks([
      "alignment-stage": .integer(stage), "replayed": .name(replayed),
    ])
    for (name, tensor) in networks.generator.store.parameters where name.hasSuffix("noise") {
      try withoutGradients { try tensor.fill(0.5) }
    }
    try networks.previous.store.assign(from: networks.generator.store)
    let game = try game(networks, options, shape)
    let draft = try game.draft(current: 4, turn())
    let noise = try networks.generator.noise(draft.labels.count, key: key("noise"))
    let own = try networks.generator(draft.codes, labels: draft.labels, noise: noise)
      .narrow(dim: 0, start: 0, count: draft.past)
    let old = try #require(try game.pastImages(draft, noise: noise))
    #expect(try game.distance(own, old).item() == 0)
    let others = try networks.generator.noise(draft.labels.count, key: key("others"))
    let strange = try #require(try game.pastImages(draft, noise: others))
    #expect(try game.distance(own, strange).item() > 0)
  }

  // 2
  @Test(arguments: [4, 0])
  func `the generator's phase leaves the classifier and the teacher as they are`(
    matching: Int
  ) throws {
    let run = try GeniferSetting.run(["matching": .integer(matching)], until: 0)
    for end in 1...2 {
      // Three steps of the classifier, then the generator's.
      try GeniferSetting.advance(run, until: end, limit: 3)
      let frozen = ["classifier", "old classifier", "old generator"]
      let before = try frozen.map { try GeniferSetting.digest($0, of: run) }
      let made = try GeniferSetting.digest("generator", of: run)
      try GeniferSetting.advance(run, until: end, limit: 2)
      #expect(run.step == 5)
      #expect(try frozen.map { try GeniferSetting.digest($0, of: run) } == before)
      #expect(try GeniferSetting.digest("generator", of: run) != made)
      let networks = try run.genifer.networks
      for store in [networks.classifier.store, networks.teacher.store, networks.previous.store] {
        for (_, tensor) in store.parameters { #expect(!tensor.requiresGradient) }
      }
      try GeniferSetting.advance(run, until: end)
    }
  }

  @Test func `the classifier's phase leaves the generators and the teacher as they are`() throws {
    let run = try GeniferSetting.run(until: 1)
    let others = [
      "old classifier", "generator", "average generator", "old generator", "discriminator",
    ]
    let before = try others.map { try GeniferSetting.digest($0, of: run) }
    let classifier = try GeniferSetting.digest("classifier", of: run)
    try GeniferSetting.advance(run, until: 2, limit: 3)
    #expect(run.step == 3)
    #expect(try others.map { try GeniferSetting.digest($0, of: run) } == before)
    #expect(try GeniferSetting.digest("classifier", of: run) != classifier)
    for (name, tensor) in try run.genifer.networks.teacher.store.parameters {
      #expect(tensor.gradient == nil, "\(name) has a gradient")
    }
  }

  // 3
  @Test func `the discriminator gets features of the matched stage and never pixels`() throws {
    for stage in [0, 1, 3, 4, 6] {
      let (networks, options, shape) = try networks(["matching": .integer(stage)])
      let game = try game(networks, options, shape)
      let images = try Tensor.normal([2, 1, 8, 8], key: key)
      let features = try game.features(images, 0, key)
      let expected = networks.classifier.network.stageShapes[stage]
      #expect(features.shape == [2] + expected)
      #expect((try features.floats() == images.floats()) == (stage == 0))
      // It takes nothing else: the first layer has as many inputs as the stage has channels.
      let first = try #require(networks.discriminator.store.parameters.first).tensor
      #expect(first.shape[1] == expected[0])
    }
  }

  // 6
  @Test func `the probability of augmentation stays in 0...0.5 and begins each experience at 0`()
    throws
  {
    let run = try GeniferSetting.run(
      ["ada-ramp": .integer(4), "ada-target": .number(-1), "ada-interval": .integer(1)],
      until: 1, limit: 3)
    let ada = try run.genifer.ada
    #expect(try ada.value == 0)
    try GeniferSetting.advance(run, until: 1)
    #expect(try ada.value == 0.5)
    try GeniferSetting.advance(run, until: 2, limit: 1)
    #expect(try ada.value == 0)
  }

  @Test func `the probability of augmentation can reach its limit within any phase`() throws {
    let options = GameOptions(Settings())
    for (steps, ramp) in [(80_028, 4000), (250_380, 4000), (1500, 75), (1000, 50), (10, 4)] {
      #expect(options.ramp(of: steps) == ramp)
    }
    #expect(GameOptions(Settings(["ada-ramp": .integer(4000)])).ramp(of: 1000) == 4000)
    let run = try GeniferSetting.run(
      ["ada-target": .number(-1), "gan-steps": .integer(12)], until: 1, steps: 1)
    #expect(try run.genifer.ada.value == 0.5)
  }

  @Test func `the two turns of a step share codes and have noise of their own`() throws {
    let (networks, options, shape) = try networks(["matching": .integer(0)])
    let game = try game(networks, options, shape)
    let images = try Tensor.normal([4, 1, 8, 8], key: key)
    func isSame() throws -> Bool {
      let draft = try game.draft(current: 4, turn())
      let critic = try game.shown(draft, images, turn()).fake.floats()
      return try critic == game.made(draft, turn()).images.floats()
    }
    // At first noise has no weight.
    #expect(try isSame())
    for (name, tensor) in networks.generator.store.parameters where name.hasSuffix("noise") {
      try withoutGradients { try tensor.fill(0.5) }
    }
    #expect(try !isSame())
  }

  @Test func `a fixed probability stays`() throws {
    let run = try GeniferSetting.run(
      ["ada": .name("no"), "ada-start": .number(0.8)], until: 1, limit: 5)
    #expect(try run.genifer.ada.value == 0.8)
  }

  // 7
  @Test func `a student like the teacher with no share for new classes has no gradient`() throws {
    let scores = try Tensor.normal([5, 3], key: key, type: .float64)
    // e^-800 is 0 in float64: new classes have no probability.
    let new = try Tensor.full([5, 2], -800, type: .float64)
    let student = try Tensor.concatenate([scores, new], dim: 1)
    try student.requireGradient()
    let loss = try ClassifierLosses.distance(.separate, student, scores, temperature: 1)
    let slope = try #require(gradients(of: loss, withRespectTo: [student])[0])
    #expect(try slope.doubles().allSatisfy { abs($0) < 1e-15 })
    try withoutGradients {
      try student.narrow(dim: 1, start: 3, count: 2).fill(0)
    }
    let other = try ClassifierLosses.distance(.separate, student, scores, temperature: 1)
    let pushed = try #require(gradients(of: other, withRespectTo: [student])[0])
    #expect(try pushed.narrow(dim: 1, start: 3, count: 2).doubles().allSatisfy { $0 > 0.001 })
    #expect(try pushed.sum(dims: [1]).doubles().allSatisfy { abs($0) < 1e-15 })
  }

  // 8
  @Test func `replayed classes are old ones and uniform`() throws {
    let run = try GeniferSetting.run(until: 2)
    let (images, labels) = try run.genifer.replay(4000, below: 4, key: key)
    let counts = Dictionary(grouping: try labels.integers()) { $0 }.mapValues(\.count)
    #expect(counts.keys.sorted() == [0, 1, 2, 3])
    // Three standard deviations of 27.
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 82 })
    #expect(!images.requiresGradient)
    let (networks, options, shape) = try networks()
    let draft = try game(networks, options, shape).draft(current: 500, turn())
    let drawn = try draft.labels.integers()
    #expect(Set(drawn.prefix(500)) == [0, 1] && Set(drawn.suffix(500)) == [2, 3])
  }

  // 9
  @Test func `replayed pixels are in the range of real ones`() throws {
    let learner = try GeniferSetting.learner(on: GeniferSetting.stream())
    try withoutGradients {
      for (name, tensor) in learner.networks.previous.store.parameters
      where name == "output.conv.bias" { try tensor.fill(50) }
    }
    let values = try learner.replay(6, below: 2, key: key).images.floats()
    #expect(values.allSatisfy { $0 == 1 })
    let dreams = try learner.dream(3, of: 0, key: key)
    #expect(dreams == nil)
  }

  // 10
  @Test func `the average generator replays, and both restart from it`() throws {
    let run = try GeniferSetting.run(until: 1, limit: 5)
    let digest = { try GeniferSetting.digest($0, of: run) }
    #expect(try digest("average generator") != digest("generator"))
    try GeniferSetting.advance(run, until: 1)
    let average = try digest("average generator")
    #expect(try digest("old generator") == average)
    #expect(try digest("generator") == average)
    #expect(try digest("old classifier") == digest("classifier"))
  }

  @Test func `aligned weights give new rows of the head the mean norm of old ones`() throws {
    let plain = try GeniferSetting.run(until: 2)
    let run = try GeniferSetting.run(["align-weights": .name("yes")], until: 2)
    func rows(_ run: LearningRun) throws -> [[Double]] {
      let weight = try run.genifer.networks.classifier.network.head.weight
      return try (0..<4).map { try weight.narrow(dim: 0, start: $0, count: 1).doubles() }
    }
    func norms(_ rows: ArraySlice<[Double]>) -> Double {
      rows.map { row in row.reduce(0) { $0 + $1 * $1 }.squareRoot() }.reduce(0, +)
        / Double(rows.count)
    }
    let (before, after) = (try rows(plain), try rows(run))
    #expect(after[..<2] == before[..<2])
    let factor = norms(before[..<2]) / norms(before[2...])
    for (old, new) in zip(before[2...].joined(), after[2...].joined()) {
      #expect(abs(new - old * factor) < 1e-6)
    }
    #expect(abs(factor - 1) > 1e-6)
  }

  @Test func `the shares of the classifier's loss are those of its newest phase`() throws {
    let run = try GeniferSetting.run(until: 1)
    #expect(try run.learner.measures().isEmpty)
    var sums: [String: Double] = [:]
    _ = try run.advance(
      Budget(steps: 3, batch: 8), until: 2, clock: { 0 }, shouldStop: { false }
    ) { progress in
      guard !progress.isMeasured else { return }
      for part in progress.losses.parts { sums[part.name, default: 0] += part.value }
    }
    let parts = ["cross-entropy", "distillation", "features"].map { sums[$0] ?? 0 }
    let values = try run.learner.measures()
    #expect(values.map(\.name) == ["current_share", "output_share", "feature_share"])
    for (value, part) in zip(values, parts) {
      guard case .number(let share) = value.content else {
        Issue.record("\(value)")
        continue
      }
      #expect(abs(share - part / parts.reduce(0, +)) < 1e-9)
    }
  }

  @Test func `nothing is recorded where no gradient is asked for`() throws {
    let run = try GeniferSetting.run(until: 2, limit: 10)
    let networks = try run.genifer.networks
    let images = try run.genifer.replay(2, below: 2, key: key).images
    #expect(!images.requiresGradient)
    // In the generator's phase features have a history if and only if their images do.
    let (game, shape) = (
      try game(networks, run.genifer.gameOptions, run.genifer.shape), images.shape
    )
    let real = try Tensor.normal(shape, key: key)
    #expect(run.completed == 1 && run.step > 3)
    #expect(try !game.features(real, 0.5, key).requiresGradient)
    try real.requireGradient()
    #expect(try game.features(real, 0.5, key).requiresGradient)
  }
}
