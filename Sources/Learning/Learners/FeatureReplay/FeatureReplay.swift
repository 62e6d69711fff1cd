import Catalog
import Models
import Streams
import Torch

/// Generative feature replay: a generator replays the features that enter the classifier's head, and
/// distillation holds the layers below.
///
/// With w old classes for each new one, experience t > 1 first trains the classifier by
/// [cross-entropy(real) + w cross-entropy(replayed features)] / (1 + w) + feature w |U - U_old|, U the
/// features of the whole batch; then the generator plays a Wasserstein game on the new features of current
/// classes, and its features of old classes are held to those of its predecessor:
/// -D(G) + alignment w sum (G - G_old)^2.
/// Source: Liu et al. 2020, arXiv:2004.09199, and the authors' code. Where we differ: w is the ratio of
/// old to new classes, as the code's is for its splits; there are as many replayed features as
/// current images; lengths of training are options. Any staged network serves, and its features are
/// rectified.
package final class FeatureReplay: Learner {
  package static let card = Card(
    "feature-replay", "generative feature replay (GFR): features are replayed, not images",
    parameters: FeatureReplayOptions.parameters + TrainedClassifier.options.parameters,
    results: [Card.Offer("bytes", "bytes of the classifier and of the feature generator")],
    example: "learner features = feature-replay model=net",
    source: "Liu et al. 2020, arXiv:2004.09199",
    notes: """
      Differences from the paper: the ratio of old to new classes weighs replay and distillation, as in the \
      code for its splits; the generator takes gan-steps= steps after each experience, the published run \
      501 epochs; batch norms use running statistics after the first experience, as in the code.
      """,
    explanation: .init(
      idea: """
        Features are simpler than images. A small generator learns the features of each class at the end \
        of the network and replays them into its head, while distillation keeps the layers below giving the \
        features that the generator knows.
        """,
      formula: """
        classifier: [CE(real) + w * CE(replayed)] / (1 + w) + feature * w * |U - U_old|, w = old / new classes
        critic: D(G) - D(f) + penalty * (|dD/df| - 1)^2 on features f of current classes
        generator, every critics= steps: -D(G) + alignment * w * sum (G - G_old)^2 on old classes
        """,
      cost: """
        one more forward pass per step, of the frozen classifier; then gan-steps= steps of two small \
        networks. Stored: the generator and frozen copies of classifier and generator; no images
        """))
  package static let needs = Needs(
    [.classifier], scenarios: [.classIncremental, .taskIncremental])
  package static let replayLosses = ["replay"]

  private let options: FeatureReplayOptions
  private let outputs: Int
  private let solver: TrainedClassifier
  private let network: any StagedClassifier
  private let old: (network: any StagedClassifier, store: ParameterStore)
  private let generator: FeatureGenerator
  private let predecessor: FeatureGenerator
  private let critic: FeatureCritic
  private let optimizers: (generator: Adam, critic: Adam)
  private var experience: Experience?
  private let device: Device

  package init(_ settings: Settings, parts: Parts) throws {
    try Self.needs.check(parts.scenario, for: Self.card.name)
    options = FeatureReplayOptions(settings)
    (outputs, device) = (parts.outputs, parts.device)
    solver = try TrainedClassifier(settings, parts: parts)
    network = try solver.staged()
    let frozen = try parts.makeClassifier(settings)
    guard let copy = frozen.network as? any StagedClassifier else {
      throw ModelError("feature-replay needs a network with stages: use model=mlp, cnn or resnet")
    }
    try frozen.store.setTrainable(false)
    old = (copy, frozen.store)
    let width = network.stageShapes.last?.reduce(1, *) ?? 1
    let key = parts.key("features")
    let (hidden, classes) = (options.hidden, parts.outputs)
    generator = try FeatureGenerator(
      width, hidden: hidden, classes: classes, key: key("generator"), device: device)
    predecessor = try FeatureGenerator(
      width, hidden: hidden, classes: classes, key: key("generator"), device: device)
    try predecessor.store.setTrainable(false)
    critic = try FeatureCritic(
      width, hidden: hidden, classes: classes, key: key("critic"), device: device)
    optimizers = (
      try Adam(generator.store, rate: options.rate, betas: (0.5, 0.999)),
      try Adam(critic.store, rate: options.rate, betas: (0.5, 0.999))
    )
  }

  package func phases(of experience: Experience, _ budget: Budget) -> [Phase] {
    options.phases(of: experience, budget, outputs: outputs)
  }

  package static func phases(
    of experience: Experience, _ budget: Budget, settings: Settings, outputs: Int
  ) -> [Phase] {
    FeatureReplayOptions(settings).phases(of: experience, budget, outputs: outputs)
  }

  package func begin(_ experience: Experience) {
    self.experience = experience
    solver.open(experience, past: true)
  }

  package func observe(_ batch: Batch) throws -> Losses {
    guard let experience else {
      throw ModelError("feature-replay cannot learn before an experience has begun")
    }
    return batch.phase == 0 ? try classify(batch, experience) : try play(batch, experience)
  }

  /// Old classes for each new one.
  private func ratio(_ experience: Experience) -> Double {
    Double(experience.outputs.lowerBound) / Double(experience.outputs.count)
  }

  private func classify(_ batch: Batch, _ experience: Experience) throws -> Losses {
    let (images, ratio) = (try solver.images(batch), ratio(experience))
    let features = try features(images, of: network, ratio == 0 ? .training : .scoring)
    let current = try solver.crossEntropy(
      answers(features), batch.labels, testedLike: experience)
    guard ratio > 0 else {
      try solver.step(current, batch)
      return Losses(["cross-entropy": try current.item()])
    }
    let (before, labels, replayed) = try withoutGradients {
      let labels = try Tensor.integers(
        below: experience.outputs.lowerBound, shape: [batch.labels.count],
        key: batch.key("old classes"), device: device)
      let noise = try predecessor.noise(labels.count, key: batch.key("noise"))
      return (
        try self.features(images, of: old.network, .scoring), labels,
        try predecessor(noise, labels)
      )
    }
    let fresh = try current / (1 + ratio)
    let kept = try Loss.crossEntropy(answers(replayed), labels) * (ratio / (1 + ratio))
    let distance = try (features - before).norm() * (options.feature * ratio)
    try solver.step(fresh + kept + distance, batch)
    return try Losses(reading: [
      ("cross-entropy", fresh), ("replay", kept), ("feature", distance),
    ])
  }

  private func features(
    _ images: Tensor, of network: any StagedClassifier, _ mode: NormMode
  ) throws -> Tensor {
    try network.features(images, from: 0, through: network.lastStage, mode).flatten(from: 1)
  }

  private func answers(_ features: Tensor) throws -> Tensor {
    try network.head(features)
      .narrow(dim: 1, start: solver.active.lowerBound, count: solver.active.count)
  }

  /// One step of the critic, and each `critics` steps one of the generator.
  private func play(_ batch: Batch, _ experience: Experience) throws -> Losses {
    let (labels, count) = (batch.labels, batch.labels.count)
    let real = try solver.features(batch.inputs)
    let fake = try withoutGradients {
      try generator(generator.noise(count, key: batch.key("critic noise")), labels)
    }
    let shares = try Tensor.uniform([count, 1], key: batch.key("between"), device: device)
    let losses = try critic.losses(real: real, fake: fake, labels: labels, shares: shares)
    let penalty = try losses.penalty * 10
    try optimizers.critic.step(down: losses.distance + penalty)
    var parts = [("critic", losses.distance), ("gradient penalty", penalty)]
    if (batch.step + 1) % options.critics == 0 {
      parts += try fool(labels, experience, key: batch.key("generator"))
    }
    return try Losses(reading: parts)
  }

  private func fool(
    _ labels: Tensor, _ experience: Experience, key: RandomKey
  ) throws -> [(String, Tensor)] {
    try critic.store.setTrainable(false)
    defer { try? critic.store.setTrainable(true) }
    let fake = try generator(generator.noise(labels.count, key: key("noise")), labels)
    let score = try -(critic(fake, labels).mean())
    let ratio = ratio(experience)
    guard ratio > 0 else {
      try optimizers.generator.step(down: score)
      return [("generator", score)]
    }
    let asked = try Tensor.integers(
      below: experience.outputs.lowerBound, shape: [labels.count], key: key("classes"),
      device: device)
    let noise = try generator.noise(labels.count, key: key("old noise"))
    let before = try withoutGradients { try predecessor(noise, asked) }
    let held =
      try (generator(noise, asked) - before).square().sum() * (options.alignment * ratio)
    try optimizers.generator.step(down: score + held)
    return [("generator", score), ("alignment", held)]
  }

  package func end(_ experience: Experience) throws {
    try old.store.assign(from: solver.store)
    try predecessor.store.assign(from: generator.store)
  }

  /// Old features are those of the networks as they are.
  package func reopen(_ experience: Experience) {}

  package func scores(_ inputs: Tensor) throws -> Tensor { try solver.scores(inputs) }

  package func measures() -> [MeasuredValue] {
    [MeasuredValue("bytes", count: solver.store.byteCount + generator.store.byteCount)]
  }

  package var state: LearnerState {
    LearnerState(
      stores: [
        ("classifier", solver.store), ("old classifier", old.store),
        ("generator", generator.store), ("old generator", predecessor.store),
        ("critic", critic.store),
      ],
      optimizers: [
        ("solver", solver.optimizer), ("generator", optimizers.generator),
        ("critic", optimizers.critic),
      ])
  }
}
