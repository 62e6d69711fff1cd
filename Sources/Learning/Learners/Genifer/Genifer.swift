import Augmentation
import Catalog
import Models
import Streams
import Torch

/// Generative feature-driven image replay: a generator replays images that are like the real ones in
/// the features of the classifier that learns from them, not in pixels.
///
/// Each experience has two phases. First the classifier learns: current images by their labels,
/// replayed ones by the outputs and features that the previous, frozen classifier has of them. Then
/// the generator learns, in a game with a discriminator of the new classifier's features, while its
/// images of old classes are aligned with those of the previous generator, code by code.
/// Source: Thandiackal et al. 2024, arXiv:2106.05350, and the authors' code.
/// Where we differ, with the option that gives the published form: replayed images are augmented one
/// by one (`replay-augmentation=batch`); current images whose place replay takes are not loaded, so
/// that there are as many steps but half the passes (`surplus=drop`); discriminator augmentation
/// works on pixels in -1...1 (`ada-range=normalized`) and interpolates without wavelet filters; the
/// last, smaller batch of a pass is not dropped; the probability of augmentation rises within 5 % of
/// a phase where that is less than the published 4,000 steps (`ada-ramp=4000`).
/// As published, though one would expect otherwise: the old classifier's batch norms use the batch's
/// statistics (`teacher=running`), R1 is not multiplied by its interval (`r1-scaled=yes`), codes
/// are not normalized to the hypersphere (`hypersphere=yes`). The half-life of the generator's moving
/// average ramps up over half of a phase, as it does in effect in the code.
package final class Genifer: Learner {
  package static let card = Card(
    "genifer",
    "generative feature-driven image replay: images that match real ones in feature space",
    parameters: ClassifierOptions.parameters + GameOptions.parameters, results: LossShares.offers,
    views: views.map(\.offer),
    example: "learner ours = genifer model=net",
    source: "Thandiackal et al. 2024, arXiv:2106.05350",
    notes: """
      Genifer is made for model net = resnet; it has its own generator and takes no generator=. \
      The epochs=, steps= and batch= of train apply to the classifier; gan-steps= or gan-epochs= \
      set the length of the generator phase. Published settings for CIFAR-100: train ours on d \
      epochs=100 batch=32.
      Images may have up to 384 rows and columns; above 192, the generator makes them at half size \
      and upsamples them. For CUB-200: data d = folder "birds/" size=128 (published: size=256, at \
      four times the classifier's cost), model net = resnet stem=large \
      weights="resnet18.safetensors", learner ours = genifer model=net pixels=imagenet.
      Ablations: matching=0 (conventional image replay), matching=3 (a lower stage); alignment=0, \
      alignment-adaptive=no, alignment-stage=4; replay-augmentation=no; ada=no, with ada-start=0.2 \
      for a fixed probability; feature=0, feature-on=all or current, feature-loss=l1; output-loss=all, \
      kl, mse or l1; frozen=4; fresh-generator=yes, fresh-discriminator=yes; align-weights=yes.
      replayed=features is conventional feature replay, which the published code calls direct \
      matching and leaves unfinished: the generator produces features of the matched stage, which \
      enter the classifier there, and the stages up to it are frozen after the first experience. \
      In this mode neither replayed features nor the discriminator's inputs are augmented, \
      features are distilled from later stages only (feature-stage=5), and sample has no images to \
      show.
      For the published form, add replay-augmentation=batch surplus=drop ada-range=normalized.
      To compare it with other learners, give them the recipe of its classifier: optimizer=sgd \
      rate=0.1 weight-decay=0.0005 milestones=30,60,80 decay-factor=0.2 crop=4 mirror=yes \
      pixels=cifar later-optimizer=radam later-rate=0.0001. With draws= shared, all learn the first \
      experience alike, bit for bit.
      """,
    explanation: .init(
      idea: """
        Each experience has two phases. First the classifier learns: current images from their labels, \
        replayed images from the outputs and features of the frozen old classifier. Then a \
        class-conditional StyleGAN2-like generator learns to make images that match real ones in the \
        new classifier's features, while its images of old classes are aligned with those of the \
        previous generator.
        """,
      formula: """
        classifier: current * cross-entropy(real) + output * T^2 * H(softmax(z_old / T), softmax(z / T)) \
        + feature * |f - f_old|, the latter two on replayed images
        discriminator: softplus(D(f(fake))) + softplus(-D(f(real))), plus R1 every r1-interval= steps
        generator: softplus(-D(f(fake))) + alignment * (old / current classes) * mean |G(c) - G_old(c)|
        D sees features f of augmented images (ADA); G_old's images of old classes count as real
        """,
      cost: """
        a generator phase after each experience but the last, usually longer than the classifier's; \
        in later experiences a forward pass of the frozen classifier and of the old generator per step. \
        Stored: generator, its moving average, discriminator, and frozen copies of classifier and \
        generator; no images
        """))

  package static let needs = Needs([.classifier], scenarios: [.classIncremental])
  package static let views = GeniferViews.all

  let classifierOptions: ClassifierOptions
  let gameOptions: GameOptions
  let outputs: Int
  let shape: ImageShape
  let networks: GeniferNetworks
  let scale: PixelScale
  let ada: AdaptiveProbability
  let lossShares: LossShares
  /// The current experience, or the newest that has ended.
  var experience: Experience?
  /// Re-created in each experience.
  private(set) var optimizers: (classifier: any Optimizer, generator: Adam, discriminator: Adam)?
  /// The phase that the networks are made ready for.
  private var openPhase: Int?
  /// Whether the experience that has ended last is learned further.
  var isOpen = false

  package init(_ settings: Settings, parts: Parts) throws {
    try Self.needs.check(parts.scenario, for: Self.card.name)
    (classifierOptions, gameOptions) = (ClassifierOptions(settings), GameOptions(settings))
    let key = parts.key("genifer")
    (outputs, shape) = (parts.outputs, parts.shape)
    networks = try GeniferNetworks(classifierOptions, gameOptions, parts: parts, key: key)
    scale = try PixelScale(
      settings, ClassifierOptions.recipe.pixels, channels: parts.shape.channels,
      device: parts.device)
    ada = try AdaptiveProbability(
      target: gameOptions.target, limit: gameOptions.adapts ? gameOptions.limit : 1,
      interval: gameOptions.interval, key: key("augmentation"), device: parts.device)
    lossShares = try LossShares(key: key("shares"))
  }

  package func begin(_ experience: Experience) throws {
    self.experience = experience
    if !isOpen { try networks.begin(experience.index, outputs: experience.outputs) }
    try ada.reset(to: gameOptions.probability)
    let recipe = classifierOptions.recipe(isFirst: experience.index == 0)
    optimizers = (
      try recipe.makeOptimizer(networks.classifier.store),
      try Adam(networks.generator.store, rate: gameOptions.rate, betas: (0, 0.99)),
      try Adam(
        networks.discriminator.store, rate: gameOptions.rate * gameOptions.laziness,
        betas: (0, gameOptions.discriminatorMemory))
    )
    openPhase = nil
  }

  package func observe(_ batch: Batch) throws -> Losses {
    guard let experience, let optimizers else {
      throw ModelError("genifer cannot learn before an experience has begun")
    }
    if openPhase != batch.phase {
      try batch.phase == 0
        ? networks.openClassifier(isFirst: experience.index == 0) : networks.openGame()
      openPhase = batch.phase
    }
    return batch.phase == 0
      ? try classify(batch, experience, optimizers.classifier)
      : try play(batch, experience, (optimizers.generator, optimizers.discriminator))
  }

  private func classify(
    _ batch: Batch, _ experience: Experience, _ optimizer: any Optimizer
  ) throws -> Losses {
    let (old, seen) = (experience.outputs.lowerBound, experience.outputs.upperBound)
    let recipe = classifierOptions.recipe(isFirst: old == 0)
    let parts: [(String, Tensor)]
    var gauges: [(String, Tensor)] = []
    if old == 0 {
      let images = try recipe.augmented(scale.normalized(batch.inputs), key: batch.key("crop"))
      let scores = try networks.classifier.network(images, training: true)
        .narrow(dim: 1, start: 0, count: seen)
      parts = [("cross-entropy", try Loss.crossEntropy(scores, batch.labels))]
    } else {
      let losses = try ClassifierLosses(
        options: classifierOptions, networks: networks, old: old, seen: seen
      ).losses(mixedImages(batch, old: old, seen: seen))
      parts = losses.parts
      gauges = losses.agreement.map { [("agreement", $0)] } ?? []
    }
    optimizer.rate = recipe.rate(batch.step, of: batch.steps)
    try optimizer.step(down: parts.dropFirst().reduce(parts[0].1) { try $0 + $1.1 })
    let losses = try Losses(reading: parts, gauges: gauges)
    if old > 0 { try lossShares.add(losses, step: batch.step) }
    return losses
  }

  private func play(
    _ batch: Batch, _ experience: Experience, _ optimizers: (Adam, Adam)
  ) throws -> Losses {
    let old = experience.outputs.lowerBound
    let halves = old > 0 && classifierOptions.dropsSurplus
    let loaded = batch.inputs.shape[0]
    let count = halves ? max(1, loaded / 2) : loaded
    let game = FeatureGame(
      options: gameOptions, networks: networks, scale: scale, ada: ada, optimizers: optimizers)
    let probability = try ada.value
    let parts = try game.play(
      scale.normalized(batch.inputs.narrow(dim: 0, start: 0, count: count)),
      labels: batch.labels.narrow(dim: 0, start: 0, count: count),
      FeatureGame.Turn(
        step: batch.step, steps: batch.steps, old: old, current: experience.outputs,
        key: batch.key))
    var losses = try Losses(reading: parts)
    if networks.replayedStage == 0 { losses.gauges = [("augmentation", probability)] }
    return losses
  }

  package func end(_ experience: Experience) throws {
    let outputs = experience.outputs
    if classifierOptions.alignsWeights, outputs.lowerBound > 0 {
      try networks.alignHead(old: outputs.lowerBound, new: outputs.count)
    }
    try networks.end()
    (optimizers, openPhase, isOpen) = (nil, nil, false)
  }

  package func scores(_ inputs: Tensor) throws -> Tensor {
    try withoutGradients {
      try networks.classifier.network(scale.normalized(inputs), training: false)
    }
  }
}
