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
/// batch norm, where a network has it, sees the mixture. In the task-incremental scenario replayed
/// images belong to no experience: each earlier one's outputs are trained on all of them, and the
/// replay loss is the mean over experiences, as in the second source.
package final class GenerativeReplay: Learner {
  package static let card = Card(
    "generative-replay", "deep generative replay (DGR): a generator replays old classes",
    parameters: [ReplayTargets.kind, ReplayTargets.temperature]
      + TrainedClassifier.options.parameters,
    example: "learner ours = generative-replay model=net generator=g",
    source: "Shin et al. 2017, arXiv:1705.08690",
    explanation: .init(
      idea: """
        A generator is trained along with the classifier. Its frozen copy generates images of earlier \
        experiences, the frozen classifier labels them, and each step trains both networks on as many \
        generated as current images.
        """,
      formula: """
        loss = r * current + (1 - r) * replay, r = 1 / t in experience t; the same weights for \
        classifier and generator
        current: cross-entropy with the labels (task-incremental: among the classes of the experience); \
        replay (task-incremental: the mean over the classes of each earlier experience): cross-entropy with the labels of the frozen \
        classifier (targets=hard), or T^2 * H(softmax(z_old / T), softmax(z / T)) (targets=soft)
        """,
      cost: """
        from experience 2 on twice the images per step, plus their generation; a generator and frozen \
        copies of both networks are stored
        """))

  package static let needs = Needs([.classifier, .generator])
  package static let replayLosses = ["replay"]

  private let targets: ReplayTargets
  private let solver: TrainedClassifier
  private let generator: (network: any Generator, store: ParameterStore)
  private let replay: FrozenScholar
  private var experience: Experience?
  /// The outputs of each experience that is over.
  private var past: [Range<Int>] = []
  /// Whether the experience that has ended last is learned further; then the frozen networks know it.
  private var isOpen = false
  /// What each image of a step counts, current ones first; kept until the numbers change.
  private var weights: (count: Int, share: Double, tensor: Tensor)?

  package init(_ settings: Settings, parts: Parts) throws {
    targets = ReplayTargets(settings)
    solver = try TrainedClassifier(settings, parts: parts)
    generator = try parts.makeGenerator()
    replay = try FrozenScholar(parts, settings)
  }

  package func begin(_ experience: Experience) throws {
    solver.open(experience, past: true)
    self.experience = experience
    try generator.network.begin(experience.outputs)
    // A restored learner has not seen the end of the previous experience.
    replay.restore(outputs: experience.index > 0 ? past.last?.upperBound ?? 0 : 0)
  }

  package func reopen(_ experience: Experience) throws {
    guard !type(of: generator.network).isFinal else {
      throw Self.finished(
        "the masks of the generator \(type(of: generator.network).card.name) are final")
    }
    isOpen = true
  }

  package func restore(past: [Experience], shapes: [String: [Int]]) {
    (self.past, isOpen) = (past.map(\.outputs), false)
  }

  package func observe(_ batch: Batch) throws -> Losses {
    let (count, images) = (batch.inputs.shape[0], try solver.images(batch))
    guard let past = try replay.draw(count, key: batch.key("replay")) else {
      return try step(images, labels: batch.labels, weights: nil, batch) { scores in
        let loss = try solver.crossEntropy(scores, batch.labels, testedLike: experience)
        return [("cross-entropy", loss)]
      }
    }
    let share = 1 / Double((experience?.index ?? 0) + 1)
    let inputs = try Tensor.concatenate([images, past.inputs], dim: 0)
    let labels = try Tensor.concatenate([batch.labels, past.labels], dim: 0)
    let weights = try weights(count, share, on: inputs.device)
    return try step(inputs, labels: labels, weights: weights, batch) { scores in
      let current = try solver.crossEntropy(
        scores.narrow(dim: 0, start: 0, count: count), batch.labels, testedLike: experience)
      let old = try targets.loss(
        scores.narrow(dim: 0, start: count, count: count), past, of: solver, past: self.past)
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
    _ inputs: Tensor, labels: Tensor, weights: Tensor?, _ batch: Batch,
    loss: (Tensor) throws -> [(name: String, loss: Tensor)]
  ) throws -> Losses {
    let parts = try loss(solver.activeScores(inputs))
    try solver.step(parts.dropFirst().reduce(parts[0].loss) { try $0 + $1.loss }, batch)
    var losses = Losses()
    losses.parts = try parts.map { ($0.name, try $0.loss.item()) }
    return losses.adding(
      try generator.network.observe(
        inputs, labels: labels, weights: weights, key: batch.key("generator")))
  }

  package func end(_ experience: Experience) throws {
    if !isOpen { past.append(experience.outputs) }
    isOpen = false
    try generator.network.end(experience.outputs)
    try replay.freeze(
      generator: generator.store, classifier: solver.store, outputs: experience.outputs.upperBound)
  }

  package func scores(_ inputs: Tensor) throws -> Tensor { try solver.scores(inputs) }

  package func dream(_ count: Int, key: RandomKey) throws -> Tensor? {
    try generator.network.sample(count, among: 0..<max(1, known), key: key)
  }

  package func dream(_ count: Int, of output: Int, key: RandomKey) throws -> Tensor? {
    guard (0..<known).contains(output) else { return nil }
    return try generator.network.sample(count, of: output, key: key)
  }

  package func canDream(of output: Int?, after past: [Experience], phase: String?) -> Bool {
    guard let output else { return true }
    return type(of: generator.network).isConditional
      && past.contains { $0.outputs.contains(output) }
  }

  /// Classes that it has seen.
  private var known: Int { max(past.last?.upperBound ?? 0, experience?.outputs.upperBound ?? 0) }

  /// The old networks are those that it has between experiences.
  package func keptBytes() -> Int? { solver.store.byteCount + generator.store.byteCount }

  package var state: LearnerState {
    LearnerState(
      stores: [("classifier", solver.store), ("generator", generator.store)] + replay.stores,
      optimizers: [("solver", solver.optimizer)]
        + generator.network.optimizers.map { ("generator " + $0.name, $0.optimizer) })
  }
}
