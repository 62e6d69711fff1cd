import Augmentation
import Catalog
import Models
import Streams
import Torch

/// Dynamic generative memory: a conditional WGAN whose generator does not forget, because binary masks
/// reserve what each experience uses; the classifier is the second head of the critic.
///
/// For each batch of B current images, after t classes: t steps of the classifier on B current and
/// B replayed images of each old class, one step of the critic, one of the generator, whose loss is
/// -score + lambda R (+ cross-entropy). After an experience its masks become binary, what they use
/// is reserved and the layers grow, so that free capacity stays as it was.
/// Source: Ostapenko et al. 2019, arXiv:1904.03137, and the authors' code.
/// Where we differ: sharpness does not fall in the first epoch; masks of finished experiences are
/// binary, where the code keeps soft ones that leak; embeddings are clamped to -6...6; mask gradients
/// take a closed form; batches are in a new order in every epoch; channel masks are applied after the
/// ReLU too (`position=before-norm`, `compensation=literal`, `clamp=no` give the published form); each
/// class has an output layer of its own, where the code has one per experience. With `memory=class` each
/// class has masks, norms and a game of its own besides. A head that no loss reaches rests, where
/// Adam's moments moved it on in the code's torch 1.0.
/// An experience with c classes replays B/c images of each old class for B of its own (less with
/// `replay`), `store` of them real.
package final class DynamicGenerativeMemory: Learner {
  package static let card = Card(
    "dgm",
    "dynamic generative memory: a growing generator whose masks protect earlier classes",
    parameters: MemoryOptions.parameters, results: MemoryMeasures.offers,
    views: views.map(\.offer),
    example: "learner ours = dgm mask=weights",
    source: "Ostapenko et al. 2019, arXiv:1904.03137",
    notes: """
      DGM has its own generator and classifier and takes neither model= nor generator=. Images are \
      resized to 32 x 32. Published settings for MNIST, one class at a time: data d = mnist \
      split=10, learner ours = dgm compensation=literal clamp=no, then train ours on d epochs=101 \
      batch=64. train ours on d head=only retrains the class head from the memory alone. Where \
      generated images of a class cover too few real ones when its experience ends, a warning says \
      so; retry= plays such a game again.
      """,
    explanation: .init(
      idea: """
        A conditional generator plays a Wasserstein game with a critic whose second head is the \
        classifier. Each experience learns masks over the generator's weights or channels. When it \
        ends, the masks become binary, what they use is reserved and no longer changes, and the layers grow so \
        that as much capacity is free as before. Images of old classes therefore never \
        change.
        """,
      formula: """
        masks m = sigmoid(s * e), where the sharpness s rises during training; afterwards m = [e >= 0]
        critic: D(fake) - D(real) + penalty * (|dD/dx| - 1)^2
        generator: -adversarial * D(fake) + sparsity * growth * R (+ cross-entropy), with \
        R = sum m (1 - M) / sum (1 - M) over all mask entries, M = 1 where already reserved
        classifier: cross-entropy on current images and on generated ones of all old classes
        """,
      cost: """
        per batch: one classifier step for every B current or replayed images, and critics= steps of \
        the critic and one of the generator (B: batch=). Stored: the generator, which grows, and one \
        bit per mask entry and experience; no images unless store= is set
        """))

  package static let needs = Needs([], scenarios: [.classIncremental])
  package static let views = MemoryViews.all

  let options: MemoryOptions
  let shape: ImageShape
  let key: RandomKey
  let device: Device
  let generator: MaskedGenerator
  var critic: Critic
  let exemplars: ExemplarMemory
  /// Adam of critic and generator; re-created in each experience, so that reserved weights have no
  /// moments and stay exactly as they are.
  var optimizers: (critic: Adam, generator: Adam?)?
  var experience: Experience?
  /// What this experience's steps share.
  var course: MemoryCourse?
  /// Whether only the class head is being retrained.
  var isHeadOnly = false
  /// Coverage of the classes whose games failed, by place in the head; of experiences that this instance
  /// has ended.
  var failures: [Int: Double] = [:]

  package init(_ settings: Settings, parts: Parts) throws {
    try Self.needs.check(parts.scenario, for: Self.card.name)
    options = try MemoryOptions(
      settings, classes: parts.outputs, channels: parts.shape.channels)
    (shape, key, device) = (parts.shape, parts.key("dgm"), parts.device)
    try options.precision.check(on: device)
    generator = try MaskedGenerator(options, key: key("generator"), device: device)
    critic = try Self.makeCritic(options, key("critic", 0), device)
    exemplars = ExemplarMemory(
      .perClass(options.store), key: key("exemplars"), device: device)
  }

  static func makeCritic(
    _ options: MemoryOptions, _ key: RandomKey, _ device: Device
  ) throws -> Critic {
    try Critic(
      channels: options.channels, width: options.features, classes: options.classes,
      precision: options.precision, key: key, device: device)
  }

  package func begin(_ experience: Experience) throws {
    (self.experience, isHeadOnly) = (experience, false)
    try openMemory(experience)
  }

  /// What the generator's steps change.
  var memories: [ParameterStore] {
    [generator.store] + generator.experiences.suffix(1).map(\.store)
  }

  func adam(_ stores: [ParameterStore]) throws -> Adam {
    try Adam(stores, rate: options.rate, betas: options.betas)
  }

  package func observe(_ batch: Batch) throws -> Losses {
    guard let experience else {
      throw ModelError("dgm cannot learn before an experience has begun")
    }
    try enter(batch, experience)
    guard let optimizers, let adam = optimizers.generator else {
      throw ModelError("dgm cannot learn before an experience has begun")
    }
    let remaining = remaining(batch, experience)
    let course = try course(experience, batch.place, isClosing: remaining != nil)
    let (real, groups) = try current(batch)
    optimizers.critic.rate = options.rate * (remaining ?? 1)
    var parts: [(String, Tensor)] = []
    if remaining != nil || !options.trainsHeadLast {
      parts.append(("classifier", try classify(real, groups, course, batch, optimizers.critic)))
    }
    guard remaining == nil else { return try Losses(reading: parts) }

    let sharpness = options.annealing.sharpness(batch.place)
    try record(options.annealing.share(batch.place), sharpness)
    let masks = try generator.softMasks(sharpness)
    let stages = try generator.stages(masks)
    for index in 0..<options.critics {
      let losses = try criticize(
        real, groups, stages, key: batch.key("critic", index), optimizers.critic)
      if index == 0 { parts += losses }
    }
    parts += try generate(
      groups, masks, stages, sharpness, course, key: batch.key("generator"), adam)
    return try Losses(reading: parts)
  }

  package func end(_ experience: Experience) throws {
    try closeMemory()
    try noteFailures(experience)
    try exemplars.keep(experience)
    (optimizers, course) = (nil, nil)
  }

  package func scores(_ inputs: Tensor) throws -> Tensor {
    try withoutGradients {
      try critic.classify(networkImages(inputs), count: options.classes, .scoring)
    }
  }
}
