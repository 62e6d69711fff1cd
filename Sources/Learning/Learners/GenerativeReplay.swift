import Catalog
import Models
import Streams
import Torch

/// Deep generative replay: a frozen generator makes images of the past, and the frozen classifier
/// labels them.
///
/// For every step on `B` current images the frozen generator gives `B` images of the past;
/// loss = share * current + (1 - share) * replay with share = 1/t in experience t, for classifier
/// and generator alike.
/// Source: Shin et al. 2017, arXiv:1705.08690; the VAE form of van de Ven and Tolias 2019,
/// arXiv:1904.07734. The paper's generator is a WGAN-GP; any `generator` can be put in here.
/// Current and replayed images go through each network as one batch: the same sum, except that
/// batch norm, where a network has it, sees the mixture.
package final class GenerativeReplay: Learner {
  /// What replayed images are to be answered with.
  enum Targets: String, SettingChoice { case hard, soft }

  static let targets = Parameter(
    "targets", default: Targets.hard,
    "targets of replayed images: labels of the old classifier, or its scores (distillation)")
  static let temperature = Parameter(
    "temperature", .number(0.01...100), default: 2.0, "temperature of soft targets")

  package static let card = Card(
    "generative-replay", "deep generative replay (DGR): a generator replays old classes",
    parameters: [targets, temperature] + TrainedClassifier.options.parameters,
    example: "learner ours = generative-replay model=net generator=g",
    source: "Shin et al. 2017, arXiv:1705.08690")

  package static let needs = Needs([.classifier, .generator], scenarios: [.classIncremental])

  private let targets: Targets
  private let temperature: Double
  private let solver: TrainedClassifier
  private let generator: (network: any Generator, store: ParameterStore)
  private let replay: FrozenScholar
  /// The number of the experience, from 1.
  private var experience = 0
  /// What each image of a step counts, current ones first; kept until the numbers change.
  private var weights: (count: Int, share: Double, tensor: Tensor)?

  package init(_ settings: Settings, parts: Parts) throws {
    try Self.needs.check(parts.scenario, for: Self.card.name)
    (targets, temperature) = (settings[Self.targets], settings[Self.temperature])
    solver = try TrainedClassifier(settings, parts: parts)
    generator = try parts.makeGenerator()
    replay = try FrozenScholar(parts)
  }

  package func begin(_ experience: Experience) {
    solver.open(experience)
    self.experience = experience.index + 1
    // A restored learner has not seen the end of the previous experience.
    replay.restore(outputs: experience.outputs.lowerBound)
  }

  package func observe(_ batch: Batch) throws -> Losses {
    let (count, images) = (batch.inputs.shape[0], try solver.images(batch))
    guard let past = try replay.draw(count, key: batch.key("replay")) else {
      return try step(images, weights: nil, batch) { scores in
        let loss = try Loss.crossEntropy(scores, batch.labels)
        return [("cross-entropy", loss)]
      }
    }
    let share = 1 / Double(experience)
    let inputs = try Tensor.concatenate([images, past.inputs], dim: 0)
    let weights = try weights(count, share, on: inputs.device)
    return try step(inputs, weights: weights, batch) { scores in
      let current = try Loss.crossEntropy(
        scores.narrow(dim: 0, start: 0, count: count), batch.labels)
      let old = try replayed(scores.narrow(dim: 0, start: count, count: count), past)
      return [("cross-entropy", try current * share), ("replay", try old * (1 - share))]
    }
  }

  /// `[2 count]`: current images share `share`, replayed ones the rest.
  private func weights(_ count: Int, _ share: Double, on device: Device) throws -> Tensor {
    if let weights, weights.count == count, weights.share == share { return weights.tensor }
    let made = try Tensor.concatenate(
      [
        .full([count], share / Double(count), device: device),
        .full([count], (1 - share) / Double(count), device: device),
      ], dim: 0)
    weights = (count, share, made)
    return made
  }

  /// One step of classifier and generator on `inputs`.
  private func step(
    _ inputs: Tensor, weights: Tensor?, _ batch: Batch,
    loss: (Tensor) throws -> [(name: String, loss: Tensor)]
  ) throws -> Losses {
    let parts = try loss(solver.activeScores(inputs))
    try solver.step(parts.dropFirst().reduce(parts[0].loss) { try $0 + $1.loss }, batch)
    var losses = Losses()
    losses.parts = try parts.map { ($0.name, try $0.loss.item()) }
    return losses.adding(
      try generator.network.observe(inputs, weights: weights, key: batch.key("generator")))
  }

  private func replayed(_ scores: Tensor, _ past: ReplayBatch) throws -> Tensor {
    guard targets == .soft, let old = past.scores else {
      return try Loss.crossEntropy(scores, past.labels)
    }
    // Classes that the old classifier did not know get probability zero.
    let targets = try (old / temperature).softmax(dim: 1).padded(to: scores.shape[1])
    return try Loss.distillation(scores, targets: targets, temperature: temperature)
  }

  package func end(_ experience: Experience) throws {
    try replay.freeze(
      generator: generator.store, classifier: solver.store, outputs: experience.outputs.upperBound)
  }

  package func scores(_ inputs: Tensor) throws -> Tensor { try solver.scores(inputs) }

  package func dream(_ count: Int, key: RandomKey) throws -> Tensor? {
    try generator.network.sample(count, key: key)
  }

  package var state: LearnerState {
    LearnerState(
      stores: [("classifier", solver.store), ("generator", generator.store)] + replay.stores,
      optimizers: [("solver", solver.optimizer)]
        + generator.network.optimizers.map { ("generator " + $0.name, $0.optimizer) })
  }
}
