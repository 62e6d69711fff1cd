import Catalog
import Models
import Streams
import Torch

/// Brain-inspired replay: the classifier's own feedback connections replay the past.
///
/// For every step on B current images the frozen decoder replays B codes of earlier classes;
/// loss = r * (classification + evidence bound) of current images + (1 - r) * the same of replayed
/// ones, r = 1/t in experience t; bounds are divided by the numbers of an image. Its five components are
/// switches: `feedback` (the classifier is the encoder), `conditional` (a mode of the prior for each class),
/// `gating` (units of the decoder that are off for a class), `internal` (features are replayed, not
/// images), `distillation` (soft targets).
/// Source: van de Ven, Siegelmann and Tolias 2020, doi:10.1038/s41467-020-17866-2, and the authors' code.
/// Where we differ: layers below internally replayed features are trained on the first experience and
/// then frozen, where the paper has them pre-trained on other data; replayed images turn the gates of
/// all classes on by the old classifier's answers.
package final class BrainInspiredReplay: Learner {
  package static let card = Card(
    "brain-inspired", "brain-inspired replay (BI-R): replay through feedback connections",
    parameters: BrainInspiredOptions.parameters + TrainedClassifier.options.parameters,
    results: [Card.Offer("bytes", "bytes of the classifier and of the decoder")],
    example: "learner brain = brain-inspired model=net",
    source: "van de Ven, Siegelmann and Tolias 2020, doi:10.1038/s41467-020-17866-2",
    notes: """
      The classifier of model= is the encoder; the decoder mirrors its layers. Each component is a switch: \
      feedback=no, conditional=no, gating=0, internal=STAGE, distillation=no; all of them off is \
      generative replay with a VAE. Differences from the paper: the layers below internally replayed \
      features are trained on the first experience and then frozen, not pre-trained on other data.
      """,
    explanation: .init(
      idea: """
        The classifier gets feedback connections that reconstruct its input from its last features, so \
        that generator and classifier are one network. Codes of each class have a mode of their own, each \
        class uses its own units of the decoder, and old answers are soft targets.
        """,
      formula: """
        loss = r * (cross-entropy + bound) of current images + (1 - r) * (distillation + bound) of replayed \
        ones, r = 1 / t in experience t
        bound = (reconstruction + log q(z|x) - log p(z|y)) / numbers of an image, p(z|y) = N(m_y, v_y) with \
        learned m and v; replayed images: the mixture over y by the old classifier's answers
        decoder: unit i of a hidden layer is off for class y with the share gating=
        """,
      cost: """
        from experience 2 on twice the images per step through classifier and decoder, and their replay. \
        Stored: a decoder, and frozen copies of classifier and decoder; no images
        """))
  package static let needs = Needs([.classifier])
  package static let replayLosses = ["replay"]

  /// A classifier with its decoder and, without feedback, the encoder of its own.
  private struct Brain {
    let network: any StagedClassifier
    let store: ParameterStore
    let decoder: FeedbackDecoder
  }

  private let options: BrainInspiredOptions
  private let targets: ReplayTargets
  private let shape: ImageShape
  private let outputs: Int
  private let solver: TrainedClassifier
  private let live: Brain
  private let old: Brain
  /// Without feedback: what codes are made from.
  private let encoder: (network: any StagedClassifier, store: ParameterStore)?
  private var experience: Experience?
  private var past: [Range<Int>] = []
  /// Whether the experience that has ended last is learned further; then the frozen networks know it.
  private var isOpen = false
  private let device: Device

  package init(_ settings: Settings, parts: Parts) throws {
    options = BrainInspiredOptions(settings)
    targets = ReplayTargets(isSoft: options.distils, temperature: options.temperature)
    (shape, outputs, device) = (parts.shape, parts.outputs, parts.device)
    let key = parts.key("feedback")
    let frozen = try parts.makeClassifier(settings)
    guard let oldNetwork = frozen.network as? any StagedClassifier else {
      throw ModelError("brain-inspired needs a network with stages: use model=mlp, cnn or resnet")
    }
    let form = try options.form(oldNetwork, classes: parts.outputs)
    let decoder = try FeedbackDecoder(form, key: key, device: parts.device)
    if options.feedback {
      encoder = nil
    } else {
      let made = try parts.makeClassifier(settings)
      encoder = (made.network as? any StagedClassifier).map { ($0, made.store) }
    }
    solver = try TrainedClassifier(
      settings, parts: parts, training: [decoder.store] + (encoder.map { [$0.store] } ?? []))
    live = Brain(network: try solver.staged(), store: solver.store, decoder: decoder)
    old = Brain(
      network: oldNetwork, store: frozen.store,
      decoder: try FeedbackDecoder(form, key: key, device: parts.device))
    try old.store.setTrainable(false)
    try old.decoder.store.setTrainable(false)
  }

  package func begin(_ experience: Experience) {
    self.experience = experience
    solver.open(experience, past: true)
  }

  package func restore(past: [Experience], shapes: [String: [Int]]) {
    (self.past, isOpen) = (past.map(\.outputs), false)
  }

  package func reopen(_ experience: Experience) { isOpen = true }

  package func observe(_ batch: Batch) throws -> Losses {
    guard let experience else {
      throw ModelError("brain-inspired cannot learn before an experience has begun")
    }
    let count = batch.labels.count
    let current = try entering(solver.images(batch))
    guard let last = past.last else {
      let shares = try batch.labels.oneHot(outputs).to(.float32)
      let pass = try pass(current, shares: shares, key: batch.key("code"))
      let loss = try solver.crossEntropy(pass.scores, batch.labels, testedLike: experience)
      let bound = (try pass.reconstruction.mean(), try pass.divergence.mean())
      try solver.step(loss + bound.0 + bound.1, batch)
      return try Losses(
        reading: [("cross-entropy", loss), ("reconstruction", bound.0), ("KL", bound.1)])
    }
    let replay = try replay(count, known: last.upperBound, key: batch.key("replay"))
    let shares = try Tensor.concatenate(
      [batch.labels.oneHot(outputs).to(.float32), replay.shares], dim: 0)
    let pass = try pass(
      .concatenate([current, replay.batch.inputs], dim: 0), shares: shares, key: batch.key("code"))
    func part(_ tensor: Tensor, _ isReplayed: Bool) throws -> Tensor {
      try tensor.narrow(dim: 0, start: isReplayed ? count : 0, count: count)
    }
    let share = 1 / Double(experience.index + 1)
    func mixed(_ costs: Tensor) throws -> Tensor {
      try part(costs, false).mean() * share + part(costs, true).mean() * (1 - share)
    }
    let fresh =
      try solver.crossEntropy(part(pass.scores, false), batch.labels, testedLike: experience)
      * share
    let kept =
      try targets.loss(part(pass.scores, true), replay.batch, of: solver, past: past)
      * (1 - share)
    let bound = (try mixed(pass.reconstruction), try mixed(pass.divergence))
    try solver.step(fresh + kept + bound.0 + bound.1, batch)
    return try Losses(reading: [
      ("cross-entropy", fresh), ("replay", kept), ("reconstruction", bound.0), ("KL", bound.1),
    ])
  }

  /// What the decoder reconstructs: images, or features of a stage that no longer changes after the first
  /// experience.
  private func entering(_ images: Tensor) throws -> Tensor {
    guard options.stage > 0, !past.isEmpty else { return images }
    return try withoutGradients {
      try live.network.features(images, from: 0, through: options.stage, .scoring)
    }
  }

  /// Classification and evidence bound of images or features.
  private func pass(
    _ inputs: Tensor, shares: Tensor, key: RandomKey
  ) throws -> (scores: Tensor, reconstruction: Tensor, divergence: Tensor) {
    let (network, stage) = (live.network, options.stage)
    // In the first experience the layers below a replayed stage learn too.
    let lower =
      try stage > 0 && past.isEmpty
      ? network.features(inputs, from: 0, through: stage, .training) : inputs
    let features = try network.features(lower, from: stage, through: network.lastStage, .training)
      .flatten(from: 1)
    let active = solver.active
    let scores = try network.head(features)
      .narrow(dim: 1, start: active.lowerBound, count: active.count)
    let targets = try lower.detach().flatten(from: 1)
    let seen =
      try encoder.map { encoder in
        try encoder.network.features(
          lower.detach(), from: stage, through: encoder.network.lastStage, .training
        ).flatten(from: 1)
      } ?? features
    let costs = try live.decoder.costs(of: targets, features: seen, shares: shares, key: key)
    return (scores, costs.reconstruction, costs.divergence)
  }

  /// `count` replayed images or features with the old classifier's scores of the `known` outputs, and
  /// what is known of their classes, `[count, classes]`.
  private func replay(
    _ count: Int, known: Int, key: RandomKey
  ) throws -> (batch: ReplayBatch, shares: Tensor) {
    try withoutGradients {
      let asked = try Tensor.integers(
        below: known, shape: [count], key: key("classes"), device: device)
      let values = try old.decoder.sample(asked, key: key("codes"))
        .reshape([count] + live.network.stageShapes[options.stage])
      let scores = try old.network.scores(values, from: options.stage, .scoring)
        .narrow(dim: 1, start: 0, count: known)
      let batch = ReplayBatch(inputs: values, labels: try scores.argmax(dim: 1), scores: scores)
      // Where a task label is given, scores of different experiences do not compete.
      let shares =
        try solver.scenario == .taskIncremental
        ? asked.oneHot(outputs).to(.float32) : targets.shares(scores).padded(to: outputs)
      return (batch, shares)
    }
  }

  package func end(_ experience: Experience) throws {
    try old.store.assign(from: live.store)
    try old.decoder.store.assign(from: live.decoder.store)
    if !isOpen { past.append(experience.outputs) }
    isOpen = false
  }

  package func scores(_ inputs: Tensor) throws -> Tensor { try solver.scores(inputs) }

  package func dream(_ count: Int, key: RandomKey) throws -> Tensor? {
    guard options.stage == 0, let known = (experience?.outputs ?? past.last)?.upperBound else {
      return nil
    }
    let labels = try Tensor.integers(
      below: known, shape: [count], key: key("classes"), device: device)
    return try images(labels, key: key("codes"))
  }

  package func dream(_ count: Int, of output: Int, key: RandomKey) throws -> Tensor? {
    let known = (experience?.outputs ?? past.last)?.upperBound ?? 0
    guard options.stage == 0, options.isConditional, (0..<known).contains(output) else {
      return nil
    }
    return try images(
      Tensor([Int](repeating: output, count: count)).to(device), key: key("codes"))
  }

  private func images(_ labels: Tensor, key: RandomKey) throws -> Tensor {
    try live.decoder.sample(labels, key: key)
      .reshape([labels.count, shape.channels, shape.height, shape.width])
  }

  package func measures() -> [MeasuredValue] {
    let more = encoder?.store.byteCount ?? 0
    return [
      MeasuredValue("bytes", count: live.store.byteCount + live.decoder.store.byteCount + more)
    ]
  }

  package var state: LearnerState {
    let separate = encoder.map { [(name: "encoder", store: $0.store)] } ?? []
    return LearnerState(
      stores: [("classifier", live.store), ("decoder", live.decoder.store)] + separate
        + [("old classifier", old.store), ("old decoder", old.decoder.store)],
      optimizers: [("solver", solver.optimizer)])
  }
}
