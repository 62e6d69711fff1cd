import Augmentation
import Catalog
import Models
import Torch

/// One step of discriminator and generator, played on the features that the current classifier,
/// frozen, has of augmented images.
///
/// Old classes come as images of the old generator, which count as real here; the new generator has
/// to make the same images of the same codes. Both turns are played with the same codes and classes,
/// each with noise maps and augmentation of its own.
struct FeatureGame {
  /// Where the step stands and what may appear in it.
  struct Turn {
    let (step, steps): (Int, Int)
    /// Classes before this experience, and those of it.
    let old: Int
    let current: Range<Int>
    let key: RandomKey
  }

  let options: GameOptions
  let networks: GeniferNetworks
  let scale: PixelScale
  let ada: AdaptiveProbability
  let optimizers: (generator: Adam, discriminator: Adam)

  /// Codes and classes of the images to make; the old classes' come first.
  struct Draft {
    let codes: Tensor
    let labels: Tensor
    /// How many are of old classes.
    let past: Int

    /// The part that the old generator makes too.
    func pastPart() throws -> Draft {
      Draft(
        codes: try codes.narrow(dim: 0, start: 0, count: past),
        labels: try labels.narrow(dim: 0, start: 0, count: past), past: past)
    }
  }

  /// One step on `images`, `[batch, channels, height, width]` normalized, of the current classes.
  func play(_ images: Tensor, labels: Tensor, _ turn: Turn) throws -> [(String, Tensor)] {
    let draft = try draft(current: images.shape[0], turn)
    var parts = try judge(draft, images, labels, turn)
    guard (turn.step + 1) % options.critics == 0 else { return parts }
    parts += try fool(draft, turn)
    let memory = options.memory(turn.step, of: turn.steps, batch: draft.labels.count)
    try networks.average.store.mix(1 - memory, of: networks.generator.store)
    return parts
  }

  /// What is to be made: as many images of old classes as of current ones.
  func draft(current count: Int, _ turn: Turn) throws -> Draft {
    let past = turn.old > 0 ? count : 0
    let device = networks.generator.store.device
    let new = try Tensor.integers(
      below: turn.current.count, shape: [count], key: turn.key("classes"), device: device)
    var labels = try (new + Double(turn.current.lowerBound)).to(.int64)
    if past > 0 {
      let old = try Tensor.integers(
        below: turn.old, shape: [past], key: turn.key("old classes"), device: device)
      labels = try .concatenate([old, labels], dim: 0)
    }
    return Draft(
      codes: try networks.generator.codes(past + count, key: turn.key("codes")), labels: labels,
      past: past)
  }

  /// The old generator's images of the draft's old classes; nil if there are none.
  func pastImages(_ draft: Draft, noise: [Tensor]) throws -> Tensor? {
    guard draft.past > 0 else { return nil }
    return try withoutGradients {
      let part = try draft.pastPart()
      return try networks.previous(
        part.codes, labels: part.labels,
        noise: noise.map { try $0.narrow(dim: 0, start: 0, count: part.past) })
    }
  }

  /// The matched features of images after augmentation; no stage after them is worked out.
  ///
  /// Where features are replayed, they come as what they are.
  func features(_ images: Tensor, _ probability: Double, _ key: RandomKey) throws -> Tensor {
    guard networks.replayedStage == 0 else { return images }
    return try networks.classifier.network.features(
      augmented(images, probability, key), from: 0, through: networks.matchedStage, .scoring)
  }

  private func augmented(
    _ images: Tensor, _ probability: Double, _ key: RandomKey
  ) throws -> Tensor {
    guard probability > 0 else { return images }
    guard !options.augmentsNormalized else {
      return try options.augmentation(images, probability: probability, key: key)
    }
    let unit = try scale.pixels(images) * 2 - 1
    let changed = try options.augmentation(unit, probability: probability, key: key)
    return try scale.normalized((changed + 1.0) * 0.5)
  }

  /// The discriminator's turn: softplus(D(fake)) + softplus(-D(real)) + R1 now and then.
  private func judge(
    _ draft: Draft, _ images: Tensor, _ labels: Tensor, _ turn: Turn
  ) throws -> [(String, Tensor)] {
    let (real, fake) = try withoutGradients { try shown(draft, images, turn) }
    let realLabels =
      try draft.past > 0
      ? .concatenate([draft.pastPart().labels, labels], dim: 0) : labels
    let discriminator = networks.discriminator
    try discriminator.store.setTrainable(true)
    let isPenalized = options.isPenalized && turn.step % options.penaltyInterval == 0
    if isPenalized { try real.requireGradient() }
    let realScores = try discriminator(real, labels: realLabels)
    let loss =
      try discriminator(fake, labels: draft.labels).softplus().mean()
      + (-realScores).softplus().mean()
    var parts = [("discriminator", loss)]
    if isPenalized { parts.append(("r1", try penalty(realScores, real))) }
    try optimizers.discriminator.step(down: parts.dropFirst().reduce(loss) { try $0 + $1.1 })
    if options.adapts {
      try ada.observe(
        realScores.detach(), step: turn.step, ramp: options.ramp(of: turn.steps))
    }
    return parts
  }

  /// What the discriminator sees in its own turn: what counts as real, and what is made.
  ///
  /// Old and new generator need not get the same noise here.
  func shown(
    _ draft: Draft, _ images: Tensor, _ turn: Turn
  ) throws -> (real: Tensor, fake: Tensor) {
    let (count, probability) = (draft.labels.count, try ada.value)
    let past = try pastImages(
      draft,
      noise: draft.past > 0
        ? networks.previous.noise(draft.past, key: turn.key("old noise")) : [])
    let current = try networks.entering(images)
    let real = try past.map { try .concatenate([$0, current], dim: 0) } ?? current
    let fake = try networks.generator(
      draft.codes, labels: draft.labels,
      noise: networks.generator.noise(count, key: turn.key("noise")))
    return (
      try features(real, probability, turn.key("real augmentation")).detach(),
      try features(fake, probability, turn.key("fake augmentation"))
    )
  }

  /// R1 on the discriminator's own input: factor * mean |d score / d features|^2.
  ///
  /// Source: Mescheder et al. 2018, arXiv:1801.04406, equation 9.
  private func penalty(_ scores: Tensor, _ features: Tensor) throws -> Tensor {
    let slopes = try gradients(of: scores.sum(), withRespectTo: [features], createGraph: true)
    guard let slope = slopes[0] else { return try .zeros([], device: features.device) }
    return try slope.flatten(from: 1).square().sum(dims: [1]).mean()
      * options.penaltyFactor(stage: networks.matchedStage, side: networks.side)
  }

  /// The generator's turn: softplus(-D(fake)) + weight * distance from the old generator's images of
  /// the same noise.
  private func fool(_ draft: Draft, _ turn: Turn) throws -> [(String, Tensor)] {
    try networks.discriminator.store.setTrainable(false)
    let (images, noise) = try made(draft, turn)
    let features = try features(images, ada.value, turn.key("generator's augmentation"))
    let score = try networks.discriminator(features, labels: draft.labels)
    var parts = [("generator", try (-score).softplus().mean())]
    if options.alignment > 0, let past = try pastImages(draft, noise: noise) {
      let own = try images.narrow(dim: 0, start: 0, count: draft.past)
      let factor = options.alignmentFactor(old: turn.old, current: turn.current.count)
      parts.append(
        ("alignment", try distance(own, past) * (options.alignment * factor)))
    }
    try optimizers.generator.step(down: parts.dropFirst().reduce(parts[0].1) { try $0 + $1.1 })
    return parts
  }

  /// The images of the generator's turn, and their noise maps.
  func made(_ draft: Draft, _ turn: Turn) throws -> (images: Tensor, noise: [Tensor]) {
    let noise = try networks.generator.noise(
      draft.labels.count, key: turn.key("generator's noise"))
    return (
      try networks.generator(draft.codes, labels: draft.labels, noise: noise), noise
    )
  }

  /// The mean absolute difference of images, or of the current classifier's features of them.
  func distance(_ own: Tensor, _ past: Tensor) throws -> Tensor {
    let (network, start) = (networks.classifier.network, networks.replayedStage)
    let stage = max(start, options.alignmentStage)
    let wanted = try withoutGradients {
      try network.features(past, from: start, through: stage, .scoring)
    }
    return try Loss.absoluteError(
      network.features(own, from: start, through: stage, .scoring), wanted)
  }
}
