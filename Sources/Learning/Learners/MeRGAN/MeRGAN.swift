import Catalog
import Models
import Streams
import Torch

/// Memory replay GAN: a class-conditional Wasserstein GAN that is trained on current images and made to
/// remember its own images of old classes.
///
/// `replay=joint` (joint retraining): images of the old generator count as real for the critic and for its
/// class head, as many as current ones. `replay=alignment`: the critic sees current classes alone, and the
/// generator's images of old classes are held to those of the old generator for the same codes,
/// alignment / old classes sum 1/2 |G - G_old|^2. A classifier learns from current images and from images
/// of the old generator under the labels that they were asked for, with the shares 1/t and 1 - 1/t.
/// Source: Wu et al. 2018, arXiv:1809.02058, and the authors' code. Where we differ: the paper judges
/// generated images by a classifier of real ones, where here a classifier is trained and answers test
/// images; kernels of the generator are 4 x 4; classes of an experience are learned together; images are
/// resized to 32 x 32.
package final class MeRGAN: Learner {
  package static let card = Card(
    "mergan", "memory replay GAN (MeRGAN): a conditional GAN remembers its own images",
    parameters: MeRGANOptions.parameters + TrainedClassifier.options.parameters,
    results: [Card.Offer("bytes", "bytes of the classifier and of the generator")],
    example: "learner memory = mergan model=net replay=joint",
    source: "Wu et al. 2018, arXiv:1809.02058",
    notes: """
      MeRGAN has its own generator and takes no generator=. Each step trains the classifier and the critic, \
      and each critics= steps the generator. Differences from the paper: a classifier is trained on current \
      and generated images and answers test images, where the paper has generated images judged by a \
      classifier of real ones (oracle=yes reports such a share); kernels of the generator are 4 x 4; \
      classes of an experience are learned together.
      """,
    explanation: .init(
      idea: """
        One conditional GAN learns class after class. Its frozen predecessor still makes images of old \
        classes; either they are real images to the new critic (joint retraining), or the new generator has \
        to make the same images of the same codes (replay alignment).
        """,
      formula: """
        critic: D(fake) - D(real) + penalty * (|dD/dx| - 1)^2 + cross-entropy of its class head on real
        generator: -D(fake) + cross-entropy of the class head on fake \
        (+ alignment / old classes * sum |G - G_old|^2 / 2)
        replay=joint: real includes as many images of the old generator as current ones
        classifier: r * cross-entropy(current) + (1 - r) * cross-entropy(generated), r = 1 / t
        """,
      cost: """
        each step one of classifier and critic, whose gradient penalty costs as much again; long training \
        pays. Stored: generator and its frozen copy, classifier; no images
        """))
  package static let needs = Needs(
    [.classifier], scenarios: [.classIncremental, .taskIncremental])
  package static let replayLosses = ["replay"]

  private let options: MeRGANOptions
  private let shape: ImageShape
  private let outputs: Int
  private let solver: TrainedClassifier
  private let generator: ConditionalGenerator
  private let old: ConditionalGenerator
  private let critic: AuxiliaryCritic
  /// Re-created in each experience.
  private var optimizers: (generator: Adam, critic: Adam)?
  private var experience: Experience?
  private var past: [Range<Int>] = []
  private let device: Device

  package init(_ settings: Settings, parts: Parts) throws {
    try Self.needs.check(parts.scenario, for: Self.card.name)
    options = MeRGANOptions(settings)
    (shape, outputs, device) = (parts.shape, parts.outputs, parts.device)
    let (channels, key) = (parts.shape.channels, parts.key("mergan"))
    let width = options.width
    try NetworkSize.check(Self.card.name, [16 * 8 * width * width, 25 * 10 * width * width])
    solver = try TrainedClassifier(settings, parts: parts)
    generator = try ConditionalGenerator(
      channels: channels, width: width, latent: options.latent, classes: outputs,
      in: ParameterStore(key: key("generator"), device: device))
    old = try ConditionalGenerator(
      channels: channels, width: width, latent: options.latent, classes: outputs,
      in: ParameterStore(key: key("generator"), device: device))
    try old.store.setTrainable(false)
    critic = try AuxiliaryCritic(
      channels: channels, width: width, classes: outputs,
      in: ParameterStore(key: key("critic"), device: device))
  }

  package func begin(_ experience: Experience) throws {
    self.experience = experience
    solver.open(experience, past: true)
    optimizers = (
      try Adam(generator.store, rate: options.rate, betas: (0, 0.9)),
      try Adam(critic.store, rate: options.rate, betas: (0, 0.9))
    )
  }

  package func restore(past: [Experience], shapes: [String: [Int]]) {
    self.past = past.map(\.outputs)
  }

  package func observe(_ batch: Batch) throws -> Losses {
    guard let experience, let optimizers else {
      throw ModelError("mergan cannot learn before an experience has begun")
    }
    let replay = try replay(batch.labels.count, key: batch.key("replay"))
    var parts = try classify(batch, experience, replay)
    var (real, labels) = (try networkImages(batch.inputs), batch.labels)
    if options.replay == .joint, let replay {
      real = try .concatenate([real, replay.images], dim: 0)
      labels = try .concatenate([labels, replay.labels], dim: 0)
    }
    let known = experience.outputs.upperBound
    parts += try criticize(real, labels, known, optimizers.critic, key: batch.key("critic"))
    if (batch.step + 1) % options.critics == 0 {
      parts += try generate(
        labels, replay, known, optimizers.generator, key: batch.key("generator"))
    }
    return try Losses(reading: parts)
  }

  /// From 0...1 in the data's shape to -1...1 and 32 x 32.
  private func networkImages(_ images: Tensor) throws -> Tensor {
    let side = ConditionalGenerator.side
    return try images.resized(height: side, width: side) * 2 - 1
  }

  /// The reverse.
  private func dataImages(_ images: Tensor) throws -> Tensor {
    try ((images + 1.0) * 0.5).resized(height: shape.height, width: shape.width).clamp(0, 1)
  }

  /// Images of the old generator, `[count, channels, 32, 32]`, with their codes and labels; nil before
  /// anything is learned.
  private func replay(
    _ count: Int, key: RandomKey
  ) throws -> (images: Tensor, codes: Tensor, labels: Tensor)? {
    guard let known = past.last?.upperBound else { return nil }
    return try withoutGradients {
      let labels = try Tensor.integers(
        below: known, shape: [count], key: key("classes"), device: device)
      let codes = try old.noise(count, key: key("codes"))
      return (try old(codes, labels, .scoring), codes, labels)
    }
  }

  private func classify(
    _ batch: Batch, _ experience: Experience,
    _ replay: (images: Tensor, codes: Tensor, labels: Tensor)?
  ) throws -> [(String, Tensor)] {
    let images = try solver.images(batch)
    guard let replay else {
      let loss = try solver.crossEntropy(
        solver.activeScores(images), batch.labels, testedLike: experience)
      try solver.step(loss, batch)
      return [("cross-entropy", loss)]
    }
    let count = batch.labels.count
    let generated = try solver.images(
      Batch(
        inputs: dataImages(replay.images), labels: replay.labels, step: batch.step,
        key: batch.key("generated")))
    let scores = try solver.activeScores(.concatenate([images, generated], dim: 0))
    let share = 1 / Double(experience.index + 1)
    let fresh =
      try solver.crossEntropy(
        scores.narrow(dim: 0, start: 0, count: count), batch.labels, testedLike: experience) * share
    let kept =
      try Loss.crossEntropy(scores.narrow(dim: 0, start: count, count: count), replay.labels)
      * (1 - share)
    try solver.step(fresh + kept, batch)
    return [("cross-entropy", fresh), ("replay", kept)]
  }

  private func classLoss(_ scores: Tensor?, _ labels: Tensor) throws -> Tensor {
    guard let scores else { throw ModelError("mergan's critic has no class head") }
    return try Loss.crossEntropy(scores, labels)
  }

  private func criticize(
    _ real: Tensor, _ labels: Tensor, _ known: Int, _ optimizer: Adam, key: RandomKey
  ) throws -> [(String, Tensor)] {
    let fake = try withoutGradients {
      try generator(generator.noise(labels.count, key: key("noise")), labels, .passing)
    }
    let shares = try Tensor.uniform([labels.count, 1, 1, 1], key: key("between"), device: device)
    let seen = try critic(real, known: known)
    let distance = try critic(fake, known: known).score.mean() - seen.score.mean()
    let classes = try classLoss(seen.classes, labels)
    let penalty = try critic.penalty(real: real, fake: fake, shares: shares) * options.penalty
    try optimizer.step(down: distance + penalty + classes)
    return [("critic", distance), ("gradient penalty", penalty), ("class head", classes)]
  }

  private func generate(
    _ labels: Tensor, _ replay: (images: Tensor, codes: Tensor, labels: Tensor)?, _ known: Int,
    _ optimizer: Adam, key: RandomKey
  ) throws -> [(String, Tensor)] {
    try critic.store.setTrainable(false)
    defer { try? critic.store.setTrainable(true) }
    let fake = try generator(generator.noise(labels.count, key: key("noise")), labels, .training)
    let seen = try critic(fake, known: known)
    let score = try -(seen.score.mean())
    let classes = try classLoss(seen.classes, labels)
    guard options.replay == .alignment, let replay, let count = past.last?.upperBound else {
      try optimizer.step(down: score + classes)
      return [("generator", score), ("auxiliary", classes)]
    }
    let again = try generator(replay.codes, replay.labels, .training)
    let held =
      try (again - replay.images).square().sum() * (options.alignment * 0.5 / Double(count))
    try optimizer.step(down: score + classes + held)
    return [("generator", score), ("auxiliary", classes), ("alignment", held)]
  }

  package func end(_ experience: Experience) throws {
    try old.store.assign(from: generator.store)
    past.append(experience.outputs)
    optimizers = nil
  }

  /// Old images are those of the generator as it is.
  package func reopen(_ experience: Experience) { if !past.isEmpty { past.removeLast() } }

  package func scores(_ inputs: Tensor) throws -> Tensor { try solver.scores(inputs) }

  package func dream(_ count: Int, key: RandomKey) throws -> Tensor? {
    guard let known = (experience?.outputs ?? past.last)?.upperBound else { return nil }
    return try images(
      .integers(below: known, shape: [count], key: key("classes"), device: device), key)
  }

  package func dream(_ count: Int, of output: Int, key: RandomKey) throws -> Tensor? {
    let known = (experience?.outputs ?? past.last)?.upperBound ?? 0
    guard (0..<known).contains(output) else { return nil }
    return try images(Tensor([Int](repeating: output, count: count)).to(device), key)
  }

  private func images(_ labels: Tensor, _ key: RandomKey) throws -> Tensor {
    try withoutGradients {
      try dataImages(
        generator(generator.noise(labels.count, key: key("codes")), labels, .scoring))
    }
  }

  package func measures() -> [MeasuredValue] {
    [MeasuredValue("bytes", count: solver.store.byteCount + generator.store.byteCount)]
  }

  package var state: LearnerState {
    let adams = optimizers.map {
      [(name: "generator", optimizer: $0.generator as any Optimizer), ("critic", $0.critic)]
    }
    return LearnerState(
      stores: [
        ("classifier", solver.store), ("generator", generator.store),
        ("old generator", old.store), ("critic", critic.store),
      ], optimizers: [("solver", solver.optimizer)] + (adams ?? []))
  }
}
