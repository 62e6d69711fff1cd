import Torch

/// The memory: a generator of 32 x 32 images whose masked layers serve all experiences and grow,
/// while each experience has batch norms, output layers and masks of its own.
final class MaskedGenerator {
  /// Rows and columns of the images.
  static let side = 32
  /// Images made at one time when many are asked for.
  private static let chunk = 512

  let options: MemoryOptions
  /// Weights, the newest embedding and what is reserved, for all experiences.
  private(set) var store: ParameterStore
  private(set) var layers: [MaskedLayer] = []
  private(set) var experiences: [ExperienceMemory] = []
  /// Whether the newest experience has not been consolidated.
  private var isNewestOpen = false
  private let key: RandomKey
  private let device: Device

  init(_ options: MemoryOptions, key: RandomKey, device: Device) throws {
    (self.options, self.key, self.device) = (options, key, device)
    store = ParameterStore(key: key("memory", 0), device: device)
    try makeLayers(options.widths, generation: 0)
  }

  /// Experiences that have been consolidated.
  var finished: Int { experiences.count - (isNewestOpen ? 1 : 0) }

  /// Output channels of the masked layers now.
  var widths: [Int] { layers.map(\.outputs) }

  /// What capacity grew by since the start; the sparsity weight grows alike.
  var growth: Double {
    Double(widths.reduce(0, +)) / Double(max(1, options.widths.reduce(0, +)))
  }

  private func makeLayers(_ widths: [Int], generation: Int, attempt: Int = 0) throws {
    try options.checkSize(widths)
    store = ParameterStore(key: Self.key(key("memory", generation), attempt), device: device)
    let inputs = [options.inputs] + widths
    layers = try widths.indices.map { index in
      let (entering, leaving) = (inputs[index], widths[index])
      return try MaskedLayer(
        entering, leaving, kind: options.kind, keepsFound: options.leaks,
        weights: MaskedLayer.initial(
          options.kind, inputs: entering, outputs: leaving, isFirst: generation == 0),
        in: store, "layer\(index + 1)")
    }
  }

  /// Makes room for the classes at `outputs` of the head.
  func begin(_ outputs: Range<Int>) throws {
    try addExperience(outputs, widths: widths)
    isNewestOpen = true
    try withoutGradients { for layer in layers { try layer.found?.copy(from: layer.weight) } }
  }

  /// Where what is drawn comes from when a game is replayed for the `attempt`-th time; 0: never.
  private static func key(_ key: RandomKey, _ attempt: Int) -> RandomKey {
    attempt == 0 ? key : key("attempt", attempt)
  }

  /// Starts the newest experience over, with other weights where none are reserved.
  ///
  /// Norms, output layers and masks are as at a beginning. Where new weights reach old images, those that
  /// it found come back instead.
  func restart(_ attempt: Int) throws {
    guard isNewestOpen, let newest = experiences.popLast() else { return }
    let old = layers
    try makeLayers(widths, generation: experiences.count, attempt: attempt)
    var before: Tensor?
    for (layer, found) in zip(layers, old) {
      try layer.restart(found, gate: found.gate(before: before))
      before = found.reserved
    }
    try addExperience(newest.outputs, widths: widths, attempt: attempt)
  }

  private func addExperience(
    _ outputs: Range<Int>, widths: [Int], attempt: Int = 0
  ) throws {
    let number = experiences.count
    experiences.append(
      try ExperienceMemory(
        outputs: outputs, widths: widths, options: options, isFirst: number == 0,
        in: ParameterStore(
          key: Self.key(key("experience", number), attempt), device: device)))
  }

  /// Takes the form of a memory with finished experiences; values are put in by the caller.
  func restore(
    _ past: [(outputs: Range<Int>, widths: [Int])], widths: [Int]
  ) throws {
    for experience in past { try addExperience(experience.outputs, widths: experience.widths) }
    try makeLayers(widths, generation: past.count)
  }

  /// The masks of the experience at hand, one per layer, in 0...1 and with gradients.
  func softMasks(_ sharpness: MaskAnnealing.Sharpness) throws -> [Tensor] {
    try layers.map {
      try options.isLiteral
        ? MaskGradient.literal($0.embedding, sharpness)
        : MaskGradient.closed($0.embedding, sharpness)
    }
  }

  /// The masks of the experience at hand at one sharpness, without gradients.
  func plainMasks(_ sharpness: Double) throws -> [Tensor] {
    try withoutGradients { try layers.map { try ($0.embedding * sharpness).sigmoid() } }
  }

  /// What the layers do under `masks`; the masks' sizes say how much of each layer takes part.
  func stages(_ masks: [Tensor], asFound: Bool = false) throws -> [MaskedStage] {
    var inputs = options.inputs
    return try zip(layers, masks).map { layer, mask in
      defer { inputs = mask.shape[options.kind == .weights ? 1 : 0] }
      return try layer.stage(mask, inputs: inputs, asFound: asFound)
    }
  }

  /// Images in -1...1, class after class as `groups` count them, of one experience.
  func images(
    _ groups: [ClassGroup], of number: Int, through stages: [MaskedStage], training: Bool,
    key: RandomKey
  ) throws -> Tensor {
    let experience = experiences[number]
    var features = try latent(groups, key: key)
    for (index, stage) in stages.enumerated() {
      let (stride, padding) = index == 0 ? (1, 0) : (2, 1)
      features = try features.transposedConvolution(
        stage.kernel, stride: stride, padding: padding)
      if let mask = stage.channels { features = try features * mask }
      features = try experience.norms[index](features, training: training).relu()
      // A channel that is off leaves batch norm as its shift; only zero keeps later experiences'
      // weights out of this one's images.
      if let mask = stage.channels, options.masksAfterRelu { features = try features * mask }
    }
    guard groups.count > 1 else {
      return try experience.images(features, output: groups.first?.output ?? 0)
    }
    var start = 0
    let pieces = try groups.map { group in
      defer { start += group.count }
      let part = try features.narrow(dim: 0, start: start, count: group.count)
      return try experience.images(part, output: group.output)
    }
    return try Tensor.concatenate(pieces, dim: 0)
  }

  /// Noise with the class written into it, `[batch, inputs, 1, 1]`.
  func latent(_ groups: [ClassGroup], key: RandomKey) throws -> Tensor {
    let labels = try ClassGroup.labels(groups).to(device)
    let count = labels.count
    let classes = try labels.oneHot(options.classes)
    var noise = try Tensor.normal([count, options.latent], key: key, device: device)
    if options.appendsLabel {
      noise = try Tensor.concatenate([noise, classes], dim: 1)
    } else {
      try noise.narrow(dim: 1, start: 0, count: options.classes).copy(from: classes)
    }
    return try noise.reshape([count, options.inputs, 1, 1])
  }

  /// `count` images in -1...1 of a class learned so far, from binary masks; nil for other classes.
  ///
  /// With `asFound` old classes come from the weights that the experience at hand found.
  func recall(
    _ output: Int, count: Int, asFound: Bool = false, key: RandomKey
  ) throws -> Tensor? {
    guard let number = experiences.firstIndex(where: { $0.outputs.contains(output) }) else {
      return nil
    }
    return try withoutGradients {
      let isOld = number < finished
      let stages = try self.stages(binaryMasks(number), asFound: asFound && isOld)
      let pieces = try stride(from: 0, to: count, by: Self.chunk).map { start in
        let group = ClassGroup(output: output, count: min(Self.chunk, count - start))
        return try images(
          [group], of: number, through: stages, training: false, key: key("recall", start))
      }
      return pieces.count == 1 ? pieces[0] : try Tensor.concatenate(pieces, dim: 0)
    }
  }

  /// The masks that a finished experience keeps, or that the newest would keep now.
  private func binaryMasks(_ number: Int) throws -> [Tensor] {
    guard number == experiences.count - 1, isNewestOpen else {
      return try experiences[number].masks.map { try $0.to(.float32) }
    }
    return try layers.map { try $0.binaryMask() }
  }

  /// Ends the newest experience: keeps its masks, reserves what they use and grows.
  func consolidate() throws {
    let masks = try layers.map { try $0.binaryMask() }
    try experiences.last?.finish(masks)
    isNewestOpen = false
    let taken = try zip(layers, masks).map { layer, mask in
      Int(try (mask * layer.free()).sum().item().rounded())
    }
    let (old, widths) = (layers, widths)
    let growth = MaskExpansion.growth(
      options.kind, inputs: options.inputs, widths: widths, taken: taken)
    try makeLayers(zip(widths, growth).map { $0 + $1 }, generation: experiences.count)
    for (index, layer) in layers.enumerated() { try layer.take(old[index], adding: masks[index]) }
    try withoutGradients {
      guard let newest = experiences.last else { return }
      for (place, output) in newest.outputs.enumerated() {
        guard let dreams = try fixedDreams(output) else { continue }
        try newest.firstDreams.select(dim: 0, place).copy(from: dreams)
      }
    }
  }

  /// Images of a class from inputs that are the same throughout a learner's life.
  func fixedDreams(_ output: Int) throws -> Tensor? {
    try recall(output, count: ExperienceMemory.firstCount, key: key("fixed", output))
  }

  /// Dreams of each class of a finished experience, when it ended and now:
  /// `[first, channels, 32, 32]` in -1...1.
  func rememberedDreams() throws -> [(output: Int, then: Tensor, now: Tensor)] {
    try withoutGradients {
      try experiences.prefix(finished).flatMap { experience in
        try experience.outputs.enumerated().compactMap { place, output in
          try fixedDreams(output).map {
            (output, try experience.firstDreams.select(dim: 0, place), $0)
          }
        }
      }
    }
  }
}

/// Some images of one class.
struct ClassGroup: Equatable {
  /// The class's place in the head.
  let output: Int
  let count: Int

  /// The labels of all images, group after group, int64.
  static func labels(_ groups: [ClassGroup]) throws -> Tensor {
    try Tensor(groups.flatMap { [Int](repeating: $0.output, count: $0.count) })
  }
}
