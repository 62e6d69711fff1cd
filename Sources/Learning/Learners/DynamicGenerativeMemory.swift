import Augmentation
import Catalog
import Models
import Streams
import Torch

/// Dynamic generative memory: a conditional WGAN whose generator forgets nothing, as binary masks
/// reserve what each experience uses; the classifier is the second head of the critic.
///
/// For each batch of B current images, after t classes: t steps of the classifier on B current and
/// B replayed images of each old class, one step of the critic, one of the generator, whose loss is
/// -score + lambda R (+ cross-entropy). After an experience its masks become binary, what they use
/// is reserved and the layers grow, so that free capacity stays as it was.
/// Source: Ostapenko et al. 2019, arXiv:1904.03137, and the authors' code.
/// Where we differ: sharpness does not fall in the first epoch; masks of finished experiences are
/// binary, where the code keeps soft ones that leak; embeddings are kept within 6; mask gradients
/// take a closed form; batches are in a new order in every epoch; channel masks are applied after the
/// relu too (`position=before-norm`, `compensation=literal`, `clamp=no` give the published form).
/// An experience with c classes replays B/c images of each old class for B of its own (less with
/// `replay`), `store` of them real.
package final class DynamicGenerativeMemory: Learner {
  package static let card = Card(
    "dgm", "a generator with masks that reserve what was learned, growing as it fills",
    parameters: MemoryOptions.parameters, results: MemoryMeasures.offers,
    views: MemoryViews.offers,
    example: "learner ours = dgm mask=weights",
    source: "Ostapenko et al. 2019, arXiv:1904.03137",
    notes: """
      Brings its own generator and classifier, so model= and generator= have no effect. Images are \
      brought to 32 x 32. Published for MNIST, one class at a time: train ours on d epochs=101 \
      batch=64 after data d = mnist split=10.
      """)

  let options: MemoryOptions
  let shape: ImageShape
  private let key: RandomKey
  private let device: Device
  let generator: MaskedGenerator
  private(set) var critic: Critic
  var exemplars: ExemplarMemory
  /// Adam of critic and generator; made anew for each experience, so that reserved weights have no
  /// moments and stay exactly as they are.
  private(set) var optimizers: (critic: Adam, generator: Adam)?
  private var experience: Experience?
  private var course: Course?

  /// What stays the same throughout an experience, made at its first step.
  private struct Course {
    let gates: [Tensor]?
    /// Moments of `MaskHistory` that have been passed.
    var recorded: Int
    let sparsity: MaskSparsity
    /// The weight of R.
    let price: Double
    var epoch: Int
    /// Whether only the class head learns from now on.
    var isClosing: Bool
    var replay: ReplayPool?
  }

  package init(_ settings: Settings, parts: Parts) throws {
    guard parts.scenario == .classIncremental else {
      throw ModelError("dgm needs a stream with scenario=class")
    }
    options = try MemoryOptions(
      settings, classes: parts.outputs, channels: parts.shape.channels)
    (shape, key, device) = (parts.shape, parts.key("dgm"), parts.device)
    try options.precision.check(on: device)
    generator = try MaskedGenerator(options, key: key("generator"), device: device)
    critic = try Self.makeCritic(options, key("critic", 0), device)
    exemplars = ExemplarMemory(
      limit: options.settings[MemoryOptions.store], key: key("exemplars"), device: device)
  }

  private static func makeCritic(
    _ options: MemoryOptions, _ key: RandomKey, _ device: Device
  ) throws -> Critic {
    try Critic(
      channels: options.channels, width: options.settings[MemoryOptions.features],
      classes: options.classes, precision: options.precision, key: key, device: device)
  }

  package func begin(_ experience: Experience) throws {
    self.experience = experience
    try generator.begin(experience.outputs)
    if experience.index > 0 {
      let old = critic
      critic = try Self.makeCritic(options, key("critic", experience.index), device)
      if !options.settings[MemoryOptions.reinit] { try critic.take(old) }
    }
    let memories = [generator.store] + generator.experiences.suffix(1).map(\.store)
    optimizers = (try adam([critic.store]), try adam(memories))
  }

  private func adam(_ stores: [ParameterStore]) throws -> Adam {
    try Adam(
      stores, rate: options.settings[MemoryOptions.rate],
      betas: (options.settings[MemoryOptions.momentum], options.settings[MemoryOptions.decay]))
  }

  package func observe(_ batch: Batch) throws -> Losses {
    let closing = options.settings[MemoryOptions.closing]
    guard batch.place.epochs > closing else {
      throw ModelError(
        "closing=\(closing) leaves no epoch of \(batch.place.epochs) to the generator: "
          + "train for more epochs, or use closing=\(max(0, batch.place.epochs - 1))")
    }
    if let experience, options.settings[MemoryOptions.fresh],
      options.annealing.beginsClosing(batch.place)
    {
      critic = try Self.makeCritic(options, key("closing critic", experience.index), device)
      optimizers?.critic = try adam([critic.store])
    }
    guard let optimizers, let experience else {
      throw ModelError("dgm cannot learn before an experience has begun")
    }
    let course = try course(experience, batch.place)
    let (real, groups) = try current(batch)
    let remaining = options.annealing.remaining(batch.place)
    optimizers.critic.rate = options.settings[MemoryOptions.rate] * (remaining ?? 1)
    var parts = [
      ("classifier", try classify(real, groups, course, batch, optimizers.critic))
    ]
    guard remaining == nil else { return try Losses(reading: parts) }

    let sharpness = options.annealing.sharpness(batch.place)
    try record(options.annealing.share(batch.place), sharpness)
    let masks = try generator.softMasks(sharpness)
    let stages = try generator.stages(masks)
    for index in 0..<options.settings[MemoryOptions.critics] {
      let losses = try criticize(
        real, groups, stages, key: batch.key("critic", index), optimizers.critic)
      if index == 0 { parts += losses }
    }
    parts += try generate(
      groups, masks, stages, sharpness, course, key: batch.key("generator"), optimizers.generator)
    return try Losses(reading: parts)
  }

  /// Counts mask values, at the sharpness that the epoch leads up to, once `share` of the masks'
  /// training is over.
  private func record(_ share: Double, _ sharpness: MaskAnnealing.Sharpness) throws {
    guard let recorded = course?.recorded, let newest = generator.experiences.last else { return }
    let moments = MaskHistory.moments.dropLast()
    guard let moment = moments.lastIndex(where: { $0 <= share }), moment >= recorded else { return }
    try newest.history.record(generator.plainMasks(sharpness.epoch), at: moment)
    course?.recorded = moment + 1
  }

  /// The batch's images as the networks take them, sorted by class, and how many there are of each.
  private func current(_ batch: Batch) throws -> (images: Tensor, groups: [ClassGroup]) {
    let labels = try batch.labels.integers()
    let images = try networkImages(batch.inputs)
    let counts = Dictionary(grouping: labels.indices) { labels[$0] }.sorted { $0.key < $1.key }
    let groups = counts.map { ClassGroup(output: $0.key, count: $0.value.count) }
    guard groups.count > 1 else { return (images, groups) }
    let order = try Tensor(counts.flatMap(\.value)).to(images.device)
    return (try images.indexSelect(dim: 0, order), groups)
  }

  /// Steps of the classifier on current and replayed images, in chunks as large as the batch; the
  /// last one's loss.
  private func classify(
    _ real: Tensor, _ groups: [ClassGroup], _ course: Course, _ batch: Batch, _ optimizer: Adam
  ) throws -> Tensor {
    guard let experience else { return try .zeros([], device: device) }
    var (images, labels) = (real, try ClassGroup.labels(groups).to(real.device))
    let (count, classes) = (real.shape[0], experience.classes.count)
    let place = batch.place
    let share = course.isClosing ? 1 : options.settings[MemoryOptions.replay]
    let ends = [place.start, place.start + count].map { Double($0) / Double(classes) * share }
    let slice = Int(ends[0])..<Int(ends[1])
    let order = key("replay order", experience.index, place.epoch)
    let seesReal = !course.isClosing || options.settings[MemoryOptions.rehearse] != "dreams"
    let old = try course.replay?.slice(slice, key: order)
    guard seesReal || old != nil else { return try .zeros([], device: device) }
    if let old {
      images = try .concatenate((seesReal ? [images] : []) + [old.images], dim: 0)
      labels = try .concatenate((seesReal ? [labels] : []) + [old.labels], dim: 0)
      let mixed = try Tensor.permutation(labels.count, key: batch.key("mix")).to(images.device)
      images = try images.indexSelect(dim: 0, mixed)
      labels = try labels.indexSelect(dim: 0, mixed)
    }
    if course.isClosing, options.settings[MemoryOptions.warp] {
      images = try RandomWarp()(images, key: batch.key("warp"))
    }
    var newest: Tensor?
    for (chunk, answers) in zip(try images.split(count, dim: 0), try labels.split(count, dim: 0)) {
      let known = experience.outputs.upperBound
      let loss =
        try known == 1
        ? critic.singleClassLoss(chunk)
        : Loss.crossEntropy(critic.classify(chunk, count: known, .training), answers)
      try optimizer.step(down: loss)
      newest = loss
    }
    return try newest ?? .zeros([], device: device)
  }

  /// One step of the critic: L = D(fake) - D(real) + lambda (|slope| - 1)^2.
  private func criticize(
    _ real: Tensor, _ groups: [ClassGroup], _ stages: [MaskedStage], key: RandomKey,
    _ optimizer: Adam
  ) throws -> [(String, Tensor)] {
    let fake = try withoutGradients { try images(groups, stages, key: key("noise")) }
    let shares = try Tensor.uniform([real.shape[0], 1, 1, 1], key: key("between"), device: device)
    let losses = try critic.losses(real: real, fake: fake, shares: shares, gameMode)
    let penalty = try losses.penalty * options.settings[MemoryOptions.penalty]
    try optimizer.step(down: losses.distance + penalty)
    return [("critic", losses.distance), ("penalty", penalty)]
  }

  /// One step of the generator: L = -lambda D(fake) + lambda_t R (+ cross-entropy).
  private func generate(
    _ groups: [ClassGroup], _ masks: [Tensor], _ stages: [MaskedStage],
    _ sharpness: MaskAnnealing.Sharpness, _ course: Course, key: RandomKey, _ optimizer: Adam
  ) throws -> [(String, Tensor)] {
    try critic.store.setTrainable(false)
    defer { try? critic.store.setTrainable(true) }
    let fake = try images(groups, stages, key: key("noise"))
    let score =
      try critic.score(fake, gameMode).mean() * -options.settings[
        MemoryOptions.adversarial]
    var parts = [("generator", score), ("sparsity", try course.sparsity(masks) * course.price)]
    if let experience, options.usesClassHead(experience.classes.count) {
      let labels = try ClassGroup.labels(groups).to(device)
      let scores = try critic.classify(fake, count: experience.outputs.upperBound, gameMode)
      parts.append(("auxiliary", try Loss.crossEntropy(scores, labels)))
    }
    try optimizer.clearGradients()
    try parts.dropFirst().reduce(parts[0].1) { try $0 + $1.1 }.backward()
    try moderate(course, sharpness)
    try optimizer.step()
    if options.settings[MemoryOptions.clamp] {
      try withoutGradients {
        for layer in generator.layers {
          try layer.embedding.copy(from: layer.embedding.clamp(-6, 6))
        }
      }
    }
    return parts
  }

  /// Keeps gradients from reserved weights, and makes up for sharpness in those of masks.
  private func moderate(_ course: Course, _ sharpness: MaskAnnealing.Sharpness) throws {
    for (index, layer) in generator.layers.enumerated() {
      if let gates = course.gates {
        try withoutGradients { try layer.weight.gradient?.multiply(inPlace: gates[index]) }
      }
      if options.isLiteral { try MaskGradient.compensate(layer.embedding, sharpness) }
    }
  }

  /// How the critic's running statistics take batches that are not the classifier's.
  private var gameMode: NormMode {
    options.settings[MemoryOptions.statistics] == "shared" ? .training : .passing
  }

  private func images(
    _ groups: [ClassGroup], _ stages: [MaskedStage], key: RandomKey
  ) throws -> Tensor {
    try generator.images(
      groups, of: generator.experiences.count - 1, through: stages, training: true, key: key)
  }

  /// What this experience's steps share; made late, as a saved learner's weights are put back after
  /// `begin`.
  private func course(_ experience: Experience, _ place: Batch.Place) throws -> Course {
    let pastEpoch = options.settings[MemoryOptions.redraw] ? place.epoch : 0
    let isClosing = options.annealing.remaining(place) != nil
    if let course, course.epoch == pastEpoch, course.isClosing == isClosing { return course }
    // Dreams of current classes are drawn once masks and weights no longer change.
    let dreamsAll = isClosing && options.settings[MemoryOptions.rehearse] != "real"
    let dreamed = dreamsAll ? experience.outputs.upperBound : experience.outputs.lowerBound
    let layers = generator.layers
    var reserved: [Tensor?] = [nil]
    reserved += layers.map(\.reserved)
    let classes = experience.classes.count
    let course = Course(
      gates: experience.index == 0
        ? nil : try zip(layers, reserved).map { try $0.gate(before: $1) },
      recorded: try generator.experiences.last?.history.passed() ?? 0,
      sparsity: try MaskSparsity(layers),
      price: options.sparsity * generator.growth,
      epoch: pastEpoch, isClosing: isClosing,
      replay: try ReplayPool(
        generator, classes: dreamed,
        count: (place.images + classes - 1) / classes,
        kept: try exemplars.images.mapValues { try networkImages($0.to(.float32) / 255) },
        key: key("replay", experience.index, pastEpoch)))
    self.course = course
    return course
  }

  package func end(_ experience: Experience) throws {
    try generator.experiences.last?.history.record(
      generator.plainMasks(options.annealing.limit), at: MaskHistory.moments.count - 1)
    try generator.consolidate()
    try exemplars.keep(experience)
    (optimizers, course) = (nil, nil)
  }

  /// From 0...1 in the data's shape to -1...1 and 32 x 32.
  private func networkImages(_ images: Tensor) throws -> Tensor {
    let side = MaskedGenerator.side
    return try images.resized(height: side, width: side) * 2 - 1
  }

  package func scores(_ inputs: Tensor) throws -> Tensor {
    try withoutGradients {
      try critic.classify(networkImages(inputs), count: options.classes, .scoring)
    }
  }
}
