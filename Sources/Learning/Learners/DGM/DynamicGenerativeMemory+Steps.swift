import Augmentation
import Models
import Streams
import Torch

/// The steps of the networks of dynamic generative memory.
extension DynamicGenerativeMemory {
  /// The batch's images as the networks take them, sorted by class, and how many there are of each.
  func current(_ batch: Batch) throws -> (images: Tensor, groups: [ClassGroup]) {
    let labels = try batch.labels.integers()
    let images = try networkImages(batch.inputs)
    let counts = Dictionary(grouping: labels.indices) { labels[$0] }.sorted { $0.key < $1.key }
    let groups = counts.map { ClassGroup(output: $0.key, count: $0.value.count) }
    guard groups.count > 1 else { return (images, groups) }
    let order = try Tensor(counts.flatMap(\.value)).to(images.device)
    return (try images.indexSelect(dim: 0, order), groups)
  }

  /// From 0...1 in the data's shape to -1...1 and 32 x 32.
  func networkImages(_ images: Tensor) throws -> Tensor {
    let side = MaskedGenerator.side
    return try images.resized(height: side, width: side) * 2 - 1
  }

  /// Steps of the classifier on current and replayed images, in chunks as large as the batch; the
  /// last one's loss.
  func classify(
    _ real: Tensor, _ groups: [ClassGroup], _ course: MemoryCourse, _ batch: Batch,
    _ optimizer: Adam
  ) throws -> Tensor {
    guard let experience else { return try .zeros([], device: device) }
    var (images, labels) = (real, try ClassGroup.labels(groups).to(real.device))
    let (count, classes) = (real.shape[0], experience.classes.count)
    let place = batch.place
    let share = course.isClosing ? 1 : options.replay
    let ends = [place.start, place.start + count].map { Double($0) / Double(classes) * share }
    let slice = Int(ends[0])..<Int(ends[1])
    let order = key("replay order", experience.index, place.epoch)
    let seesReal = !isHeadOnly && (!course.isClosing || options.rehearsed != .generated)
    let old = try course.replay?.slice(slice, key: order)
    guard seesReal || old != nil else { return try .zeros([], device: device) }
    if let old {
      images = try .concatenate((seesReal ? [images] : []) + [old.images], dim: 0)
      labels = try .concatenate((seesReal ? [labels] : []) + [old.labels], dim: 0)
      let mixed = try Tensor.permutation(labels.count, key: batch.key("mix")).to(images.device)
      images = try images.indexSelect(dim: 0, mixed)
      labels = try labels.indexSelect(dim: 0, mixed)
    }
    if course.isClosing, options.warps {
      images = try RandomWarp()(images, key: batch.key("warp"))
    }
    if course.isClosing, options.jitters {
      images = try RandomJitter()(images, key: batch.key("jitter"))
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
  func criticize(
    _ real: Tensor, _ groups: [ClassGroup], _ stages: [MaskedStage], key: RandomKey,
    _ optimizer: Adam
  ) throws -> [(String, Tensor)] {
    let fake = try withoutGradients { try images(groups, stages, key: key("noise")) }
    let shares = try Tensor.uniform([real.shape[0], 1, 1, 1], key: key("between"), device: device)
    let losses = try critic.losses(real: real, fake: fake, shares: shares, options.gameMode)
    let penalty = try losses.penalty * options.penalty
    try optimizer.step(down: losses.distance + penalty)
    return [("critic", losses.distance), ("gradient penalty", penalty)]
  }

  /// One step of the generator: L = -lambda D(fake) + lambda_t R (+ cross-entropy).
  func generate(
    _ groups: [ClassGroup], _ masks: [Tensor], _ stages: [MaskedStage],
    _ sharpness: MaskAnnealing.Sharpness, _ course: MemoryCourse, key: RandomKey, _ optimizer: Adam
  ) throws -> [(String, Tensor)] {
    try critic.store.setTrainable(false)
    defer { try? critic.store.setTrainable(true) }
    let fake = try images(groups, stages, key: key("noise"))
    let features = try critic.features(fake, options.gameMode)
    let score = try critic.score(of: features).mean() * -options.adversarial
    var parts = [("generator", score), ("sparsity", try course.sparsity(masks) * course.price)]
    if let experience, options.usesClassHead(experience.classes.count) {
      let labels = try ClassGroup.labels(groups).to(device)
      let seen = options.sharesPass ? features : try critic.features(fake, options.gameMode)
      let scores = try critic.classes(of: seen, count: experience.outputs.upperBound)
      parts.append(("auxiliary", try Loss.crossEntropy(scores, labels)))
    }
    try optimizer.clearGradients()
    try parts.dropFirst().reduce(parts[0].1) { try $0 + $1.1 }.backward()
    try moderate(course, sharpness)
    if options.clip > 0 { try GradientClip.clip(memories, to: options.clip) }
    try optimizer.step()
    if options.clampsEmbeddings {
      try withoutGradients {
        for layer in generator.layers {
          try layer.embedding.copy(from: layer.embedding.clamp(-6, 6))
        }
      }
    }
    return parts
  }

  /// Gates the gradients of reserved weights and compensates those of masks for the sharpness.
  private func moderate(_ course: MemoryCourse, _ sharpness: MaskAnnealing.Sharpness) throws {
    for (index, layer) in generator.layers.enumerated() {
      if let gates = course.gates {
        try withoutGradients { try layer.weight.gradient?.multiply(inPlace: gates[index]) }
      }
      if options.isLiteral { try MaskGradient.compensate(layer.embedding, sharpness) }
    }
  }

  private func images(
    _ groups: [ClassGroup], _ stages: [MaskedStage], key: RandomKey
  ) throws -> Tensor {
    try generator.images(
      groups, of: generator.experiences.count - 1, through: stages, training: true, key: key)
  }
}
