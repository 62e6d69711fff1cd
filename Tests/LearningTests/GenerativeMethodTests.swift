import Catalog
import Models
import Streams
import Testing
import Torch

@testable import Learning

/// Methods that generate the past: generative classifier, brain-inspired, feature replay and MeRGAN.
@Suite struct GenerativeMethodTests {
  private let key = RandomKey(seed: 3)

  private func settings(_ name: String, _ more: [String: Value]) -> Settings {
    Settings((Small.settings[name]?.values ?? [:]).merging(more) { $1 })
  }

  private func digest(_ name: String, _ more: [String: Value] = [:]) throws -> UInt64 {
    let run = try Small.run(name, Small.stream(), settings: settings(name, more))
    try run.learn()
    return try run.learner.state.digest()
  }

  @Test func `a decoder that ignores its code has a likelihood that is known`() throws {
    let shape = ImageShape(channels: 1, height: 2, width: 2)
    let store = ParameterStore(key: key)
    let vae = try VAE(
      Settings(["hidden": .integer(3), "latent": .integer(2)]), shape: shape, classes: 1, in: store)
    try withoutGradients { for (_, tensor) in store.parameters { try tensor.zero() } }
    let images = try Tensor([0, 0.25, 0.5, 1, 1, 1, 0, 0].map(Float.init), shape: [2, 1, 2, 2])
    for samples in [1, 7] {
      let found = try vae.logLikelihoods(images, samples: samples, key: key).doubles()
      // Each of 4 pixels is on or off with the same probability.
      let wanted: Double = -4 * 0.6931471805599453
      for value in found { #expect(abs(value - wanted) < 1e-5) }
    }
  }

  @Test func `a class learns from its own images alone`() throws {
    let stream = try Small.stream()
    func weights(_ classes: [Int]) throws -> [UInt64] {
      let learner = try Small.learner("generative-classifier", stream)
      let train = stream.experiences[0].train
      let places = train.labels.indices.filter { classes.contains(train.labels[$0]) }
      let images = try ImageFeed(train).batch(at: Tensor(places))
      _ = try learner.observe(
        Batch(inputs: images.inputs, labels: images.labels, step: 0, key: key))
      return try learner.state.stores.map { try $0.store.digest() }
    }
    let (both, first) = (try weights([0, 1]), try weights([0]))
    #expect(both[0] == first[0] && both[1] != first[1])
    #expect(both[2...] == first[2...])
  }

  @Test func `each class turns off its share of units, and not those of another`() throws {
    let gates = try FeedbackDecoder.gates(5, 20, 0.8, key)
    let all = try gates.floats()
    let rows = (0..<5).map { Array(all[($0 * 20)..<($0 * 20 + 20)]) }
    for row in rows {
      let on = row.reduce(0, +)
      #expect(on == 4)
    }
    #expect(Set(rows).count > 1)
  }

  @Test func `the prior of a class is its own mode, and of a mixture their weighted sum`() throws {
    let form = FeedbackDecoder.Form(
      features: 3, hidden: [4], outputs: 6, latent: 1, classes: 2, isConditional: true, gated: 0,
      makesPixels: true)
    let decoder = try FeedbackDecoder(form, key: key, device: .cpu)
    let tensors = Dictionary(uniqueKeysWithValues: decoder.store.parameters)
    try withoutGradients {
      for (_, tensor) in decoder.store.parameters { try tensor.zero() }
      try tensors["prior means"]?.copy(from: Tensor([1.0, -1], shape: [2, 1]))
    }
    // Codes are drawn from N(0, 1): KL = log N(z; 0) - log N(z; m), for m = 1 it is 1/2 - z.
    let features = try Tensor.zeros([2, 3])
    let z = try decoder.code(features, key: key).sample.doubles()
    func divergence(_ shares: [Float]) throws -> [Double] {
      try decoder.costs(
        of: .zeros([2, 6]), features: features, shares: Tensor(shares, shape: [2, 2]), key: key
      ).divergence.doubles().map { $0 * 6 }
    }
    let own = try divergence([1, 0, 0, 1])
    let errors: [Double] = [own[0] + z[0] - 0.5, own[1] - z[1] - 0.5]
    #expect(errors.allSatisfy { abs($0) < 1e-5 })
    let mixed = try divergence([0.5, 0.5, 1, 0])
    let both: Double = exponential(z[0] - 0.5) / 2 + exponential(-z[0] - 0.5) / 2
    let found: Double = exponential(-mixed[0])
    #expect(abs(found - both) < 1e-4)
    let reconstruction = try decoder.costs(
      of: .zeros([2, 6]), features: features, shares: Tensor([1, 0, 1, 0], shape: [2, 2]), key: key
    ).reconstruction.doubles()
    for value in reconstruction { #expect(abs(value - 0.6931471805599453) < 1e-6) }
  }

  private func exponential(_ value: Double) -> Double {
    (1...40).reversed().reduce(1) { 1 + value / Double($1) * $0 }
  }

  @Test func `each component of brain-inspired replay is a switch`() throws {
    let plain = try digest("brain-inspired")
    let changes: [[String: Value]] = [
      ["feedback": .name("no")], ["conditional": .name("no")], ["gating": .integer(0)],
      ["distillation": .name("no")],
    ]
    let digests = try changes.map { try digest("brain-inspired", $0) }
    #expect(Set(digests + [plain]).count == changes.count + 1)
  }

  @Test func `with internal replay the layers below are frozen after the first experience`() throws
  {
    let stream = try Small.stream()
    let parts = Small.parts(stream)
    let deep = Parts(
      classifier: Blueprint(
        card: MLP.card, maker: MLP.self,
        settings: Settings(["hidden": .list([.integer(12), .integer(8)])]), key: parts.key),
      generator: parts.generator, shape: parts.shape, scenario: parts.scenario,
      outputs: parts.outputs, key: parts.key)
    let learner = try BrainInspiredReplay(
      settings("brain-inspired", ["internal": .integer(1)]), parts: deep)
    let run = try LearningRun(learner, on: stream, key: key)
    func layer(_ number: Int) throws -> UInt64 {
      let all = Dictionary(uniqueKeysWithValues: learner.state.stores[0].store.parameters)
      return try #require(all["layer\(number).weight"]).digest()
    }
    let start = try layer(1)
    try run.learn(until: 1)
    let (first, second) = (try layer(1), try layer(2))
    try run.learn()
    #expect(first != start)
    #expect(try layer(1) == first && layer(2) != second)
    #expect(try learner.dream(2, key: key) == nil)
    let error = #expect(throws: ModelError.self) {
      try BrainInspiredReplay(settings("brain-inspired", ["internal": .integer(2)]), parts: deep)
    }
    #expect(try #require(error).description.contains("internal=2"))
  }

  @Test
  func `the generator of features leaves the classifier alone, and the last one is not trained`()
    throws
  {
    let stream = try Small.stream()
    let run = try Small.run("feature-replay", stream)
    let phases = stream.experiences.map {
      run.learner.phases(of: $0, Budget()).map(\.name)
    }
    #expect(
      phases == [["classifier", "generator"], ["classifier", "generator"], ["classifier"]])
    func digests() throws -> [UInt64] { try run.learner.state.stores.map { try $0.store.digest() } }
    try run.learn(Budget(steps: 2, batch: 8), until: 1, stop: 2)
    let before = try digests()
    try run.learn(Budget(steps: 2, batch: 8), until: 1)
    let after = try digests()
    #expect(before[0] == after[0] && before[2] != after[2])
    #expect(after[1] == after[0] && after[3] == after[2])
  }

  @Test func `memory replay GANs remember in two ways and can be asked for a class`() throws {
    let joint = try digest("mergan")
    #expect(try digest("mergan", ["replay": .name("alignment")]) != joint)
    #expect(try digest("mergan", ["alignment": .integer(7)]) == joint)
    let run = try Small.run("mergan", Small.stream())
    try run.learn(until: 2)
    let images = try #require(try run.learner.dream(3, of: 3, key: key))
    #expect(images.shape == [3, 1, 8, 8])
    #expect(try images.floats().allSatisfy { (0...1).contains($0) })
    #expect(try run.learner.dream(3, of: 4, key: key) == nil)
  }

  @Test func `replayed images count for the classes of each earlier experience alike`() throws {
    let stream = try Small.stream(.taskIncremental)
    let solver = try TrainedClassifier(Settings(), parts: Small.parts(stream))
    solver.open(stream.experiences[2], past: true)
    let scores = try Tensor([1, 3, 2, 0, 7, 7].map(Float.init), shape: [1, 6])
    let old = try Tensor([2, 1, 0, 5].map(Float.init), shape: [1, 4])
    let replay = ReplayBatch(inputs: scores, labels: try old.argmax(dim: 1), scores: old)
    let loss = try ReplayTargets(isSoft: false, temperature: 2)
      .loss(scores, replay, of: solver, past: [0..<2, 2..<4]).item()
    // -log softmax: 2 behind in each of them, log(1 + e^2).
    #expect(abs(loss - 2.126928) < 1e-5)
  }
}
