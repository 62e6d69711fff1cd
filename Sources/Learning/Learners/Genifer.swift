import Augmentation
import Catalog
import Models
import Streams
import Torch

/// Generative feature-driven image replay: a generator replays images which are like the real ones
/// in the features of the classifier that learns from them, not in pixels.
///
/// Each experience has two phases. First the classifier learns: current images by their labels,
/// replayed ones by the outputs and features that the classifier of before has of them. Then the
/// generator learns, in a game with a discriminator of features of the classifier as it now is, while
/// images of old classes are held to those of the generator of before, code by code.
/// Source: Thandiackal et al. 2024, arXiv:2106.05350, and the authors' code.
/// Where we differ, with the option that gives the published form: replayed images are augmented one
/// by one (`replay-augmentation=batch`); current images whose place replay takes are not loaded, so
/// that there are as many steps but half the passes (`surplus=drop`); discriminator augmentation
/// works on pixels in -1...1 (`ada-range=normalized`) and interpolates without wavelet filters; the
/// last, smaller batch of a pass is not dropped. As published, though one would expect otherwise: the
/// old classifier's batch norms use the batch's statistics (`teacher=running`), R1 is not multiplied
/// by its interval (`r1-scaled=yes`), codes are not brought to the hypersphere (`hypersphere=yes`).
/// The average generator's half-life grows over half of a phase, as it does in effect in the code.
package final class Genifer: Learner {
  package static let card = Card(
    "genifer", "replay of images that match real ones in the classifier's features",
    parameters: RehearsalOptions.parameters + GameOptions.parameters,
    views: GeniferViews.offers,
    example: "learner ours = genifer model=net",
    source: "Thandiackal et al. 2024, arXiv:2106.05350",
    notes: """
      Made for model net = resnet; brings its own generator, so generator= has no effect. The epochs, \
      steps and batch of train are the classifier's; the generator's phase follows gan-steps or \
      gan-epochs. Published for CIFAR-100: train ours on d epochs=100 batch=32.
      Images may have up to 384 rows and columns; of more than 192 the generator makes half as many \
      and stretches its images. For CUB-200: data d = folder "birds/" size=128 (size=256: the \
      published way, at four times the classifier's cost), model net = resnet stem=large \
      weights="resnet18.safetensors", learner ours = genifer model=net pixels=imagenet.
      Steps on the ladder: matching=0 is conventional image replay, matching=3 a lower stage; \
      alignment=0, alignment-adaptive=no and alignment-stage=4; replay-augmentation=no; ada=no, with \
      ada-start=0.2 for a fixed probability; feature=0, feature-on=all or current, feature-loss=l1; \
      output-loss=all, kl, mse or l1; frozen=4; fresh-generator=yes and fresh-discriminator=yes.
      replayed=features is conventional feature replay, which the published program calls direct \
      matching and leaves unfinished: the generator makes features of the matched stage, which enter \
      the classifier there; the stages up to it stay as they are after the first experience. \
      Nothing replayed or in the generator's game is augmented then, features are distilled from \
      the stages above alone (feature-stage=5), and there are no dreams to look at.
      The published program: replay-augmentation=batch surplus=drop ada-range=normalized.
      """)

  let rehearsalOptions: RehearsalOptions
  let gameOptions: GameOptions
  let outputs: Int
  let shape: ImageShape
  let networks: GeniferNetworks
  let scale: PixelScale
  let ada: AdaptiveProbability
  private let crops: (real: RandomCrop, replayed: RandomCrop?)
  /// The one that is being learned, or the newest that was.
  private(set) var experience: Experience?
  /// Made anew for each experience.
  private(set) var optimizers: (classifier: any Optimizer, generator: Adam, discriminator: Adam)?
  /// The phase that the networks are made ready for.
  private var openPhase: Int?

  package init(_ settings: Settings, parts: Parts) throws {
    guard parts.scenario == .classIncremental else {
      throw ModelError("genifer needs a stream with scenario=class")
    }
    rehearsalOptions = RehearsalOptions(settings: settings)
    gameOptions = GameOptions(settings: settings)
    let key = parts.key("genifer")
    (outputs, shape) = (parts.outputs, parts.shape)
    networks = try GeniferNetworks(settings, parts: parts, key: key)
    scale = try PixelScale(settings, channels: parts.shape.channels, device: parts.device)
    ada = try AdaptiveProbability(
      target: settings[GameOptions.target],
      limit: settings[GameOptions.adaptive] ? settings[GameOptions.limit] : 1,
      interval: settings[GameOptions.interval], ramp: settings[GameOptions.ramp],
      key: key("augmentation"), device: parts.device)
    let (padding, mirrors) = (settings[RehearsalOptions.crop], settings[RehearsalOptions.mirror])
    let way = settings[RehearsalOptions.replayAugmentation]
    crops = (
      RandomCrop(padding: padding, mirrors: mirrors),
      way == "no" ? nil : RandomCrop(padding: padding, mirrors: mirrors, isPerImage: way == "image")
    )
  }

  package func phases(of experience: Experience, _ budget: Budget) -> [Phase] {
    Self.phases(of: experience, budget, settings: gameOptions.settings, outputs: outputs)
  }

  package static func phases(
    of experience: Experience, _ budget: Budget, settings: Settings, outputs: Int
  ) -> [Phase] {
    let (images, old) = (experience.train.count, experience.outputs.lowerBound)
    let rehearsal = RehearsalOptions(settings: settings)
    var (classifier, game) = (budget, budget)
    game.steps = GameOptions(settings: settings)
      .steps(images, isFirst: experience.index == 0, budget)
    game.batch = settings[GameOptions.batch]
    if old > 0 && !rehearsal.dropsSurplus {
      let share = rehearsal.share(old: old, all: experience.outputs.upperBound)
      classifier.steps = budget.total(images)
      classifier.batch = rehearsal.currentCount(budget.batch, share: share)
      game.batch = max(1, game.batch / 2)
    }
    let phases = [Phase("classifier", classifier)]
    return hasGame(experience, settings, outputs) ? phases + [Phase("generator", game)] : phases
  }

  static func hasGame(
    _ experience: Experience, _ settings: Settings, _ outputs: Int
  ) -> Bool {
    experience.outputs.upperBound < outputs || settings[GameOptions.last]
  }

  package func begin(_ experience: Experience) throws {
    self.experience = experience
    try networks.begin(experience.index, outputs: experience.outputs)
    try ada.reset(to: gameOptions.settings[GameOptions.probability])
    let (options, laziness) = (gameOptions.settings, gameOptions.laziness)
    optimizers = (
      try classifierOptimizer(isFirst: experience.index == 0),
      try Adam(networks.generator.store, rate: options[GameOptions.rate], betas: (0, 0.99)),
      try Adam(
        networks.discriminator.store, rate: options[GameOptions.rate] * laziness,
        betas: (0, gameOptions.discriminatorMemory))
    )
    openPhase = nil
  }

  private func classifierOptimizer(isFirst: Bool) throws -> any Optimizer {
    let (settings, store) = (rehearsalOptions.settings, networks.classifier.store)
    let decay = settings[RehearsalOptions.decay]
    guard isFirst else {
      return try RAdam(store, rate: settings[RehearsalOptions.laterRate], weightDecay: decay)
    }
    return try SGD(
      store, rate: settings[RehearsalOptions.rate],
      momentum: settings[RehearsalOptions.momentum], weightDecay: decay,
      nesterov: settings[RehearsalOptions.momentum] > 0)
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
    let parts: [(String, Tensor)]
    var gauges: [(String, Tensor)] = []
    if old == 0 {
      let images = try crops.real(scale.normalized(batch.inputs), key: batch.key("crop"))
      let scores = try networks.classifier.network(images, training: true)
        .narrow(dim: 1, start: 0, count: seen)
      parts = [("current", try Loss.crossEntropy(scores, batch.labels))]
    } else {
      let rehearsal = ClassifierLosses(
        options: rehearsalOptions, networks: networks, old: old, seen: seen)
      let losses = try rehearsal.losses(rehearsalImages(batch, old: old, seen: seen))
      parts = losses.parts
      gauges = losses.agreement.map { [("agreement", $0)] } ?? []
    }
    optimizer.rate = rehearsalOptions.rate(batch.step, of: batch.steps, isFirst: old == 0)
    try optimizer.step(down: parts.dropFirst().reduce(parts[0].1) { try $0 + $1.1 })
    return try Losses(reading: parts, gauges: gauges)
  }

  /// Current images and images of the old generator in the wanted shares.
  private func rehearsalImages(_ batch: Batch, old: Int, seen: Int) throws
    -> ClassifierLosses.Images
  {
    let share = rehearsalOptions.share(old: old, all: seen)
    let loaded = batch.inputs.shape[0]
    let drops = rehearsalOptions.dropsSurplus
    let real = drops ? rehearsalOptions.currentCount(loaded, share: share) : loaded
    let replayed = drops ? loaded - real : Int((Double(loaded) * share / (1 - share)).rounded())
    let current = try networks.entering(
      crops.real(
        scale.normalized(batch.inputs.narrow(dim: 0, start: 0, count: real)),
        key: batch.key("crop")))
    let labels = try batch.labels.narrow(dim: 0, start: 0, count: real)
    guard replayed > 0 else {
      return ClassifierLosses.Images(all: current, labels: labels, real: real, replayed: 0)
    }
    var past = try replay(replayed, below: old, key: batch.key("replay")).images
    if networks.replayedStage == 0, let crop = crops.replayed {
      past = try crop(past, key: batch.key("replay crop"))
    }
    return ClassifierLosses.Images(
      all: try .concatenate([current, past], dim: 0), labels: labels, real: real,
      replayed: replayed)
  }

  /// Images of the old generator, normalized and in the range of real ones, or features of it, none
  /// below 0 as behind a rectifier; with their classes, drawn uniformly from those below `old`.
  func replay(
    _ count: Int, below old: Int, key: RandomKey
  ) throws -> (images: Tensor, labels: Tensor) {
    let labels = try Tensor.integers(
      below: old, shape: [count], key: key("classes"), device: networks.previous.store.device)
    return (try entering(images(networks.previous, labels, key: key)), labels)
  }

  /// What a generator made, in the range of what is real: pixels, or features behind a rectifier.
  func entering(_ made: Tensor) throws -> Tensor {
    try networks.replayedStage == 0 ? scale.clamped(made) : made.relu()
  }

  func images(
    _ generator: StyleGenerator, _ labels: Tensor, key: RandomKey
  ) throws -> Tensor {
    try withoutGradients {
      try generator(
        generator.codes(labels.count, key: key("codes")), labels: labels,
        noise: generator.noise(labels.count, key: key("noise")))
    }
  }

  private func play(
    _ batch: Batch, _ experience: Experience, _ optimizers: (Adam, Adam)
  ) throws -> Losses {
    let old = experience.outputs.lowerBound
    let halves = old > 0 && rehearsalOptions.dropsSurplus
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
    try networks.end()
    (optimizers, openPhase) = (nil, nil)
  }

  package func scores(_ inputs: Tensor) throws -> Tensor {
    try withoutGradients {
      try networks.classifier.network(scale.normalized(inputs), training: false)
    }
  }

  package func prepare(past: [Experience], shapes: [String: [Int]]) {
    experience = past.last
  }

  package var state: LearnerState {
    var state = LearnerState(
      stores: networks.stores + [("augmentation", ada.store)], optimizers: [])
    if let optimizers {
      state.optimizers = [
        ("classifier optimizer", optimizers.classifier), ("generator adam", optimizers.generator),
        ("discriminator adam", optimizers.discriminator),
      ]
    }
    return state
  }
}
