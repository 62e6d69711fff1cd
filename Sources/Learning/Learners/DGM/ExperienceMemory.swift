import Torch

/// What the generator keeps for one experience alone: its batch norms, an output layer for each of
/// its classes and, once it is finished, its binary masks; and a record to look at.
struct ExperienceMemory {
  /// Dreams of each class that are kept to be compared with later ones.
  static let firstCount = 4

  let store: ParameterStore
  /// Places of its classes in the head.
  let outputs: Range<Int>
  /// Channels of the masked layers when it began.
  let widths: [Int]
  let norms: [BatchNorm]
  /// Binary masks of each layer, uint8; all zero until `finish`.
  let masks: [Tensor]
  let history: MaskHistory
  /// What it generated of each class when it ended, `[classes, first, channels, 32, 32]` in -1...1;
  /// all zero until then.
  let firstDreams: Tensor
  private let last: [ConvTranspose2d]

  init(
    outputs: Range<Int>, widths: [Int], options: MemoryOptions, isFirst: Bool,
    in store: ParameterStore
  ) throws {
    (self.store, self.outputs, self.widths) = (store, outputs, widths)
    let scale = isFirst ? Initializer.normal(mean: 1, deviation: 0.02) : .ones
    norms = try widths.enumerated().map {
      try BatchNorm($0.element, in: store, "norm\($0.offset + 1)", scale: scale)
    }
    last = try outputs.map {
      try ConvTranspose2d(
        widths.last ?? 1, options.channels, kernel: 4, stride: 2, padding: 1, bias: false,
        in: store, "class\($0)")
    }
    let inputs = [options.inputs] + widths
    masks = try widths.indices.map {
      let entries = options.kind == .weights ? [inputs[$0], widths[$0], 4, 4] : [widths[$0]]
      return try store.buffer(
        "mask\($0 + 1)", .zeros(entries, type: .uint8, device: store.device))
    }
    history = try MaskHistory(layers: widths.count, options.moments, in: store)
    let side = MaskedGenerator.side
    firstDreams = try store.buffer(
      "dreams", [outputs.count, Self.firstCount, options.channels, side, side], 0)
  }

  /// Keeps the masks for ever.
  func finish(_ binary: [Tensor]) throws {
    for (mask, value) in zip(masks, binary) { try mask.copy(from: value) }
  }

  /// Parameters and running statistics that its images depend on, but masks.
  var weightCount: Int {
    store.parameterCount + 2 * widths.reduce(0, +)
  }

  /// Images of the class at place `output` from features of the masked layers.
  func images(_ features: Tensor, output: Int) throws -> Tensor {
    try last[output - outputs.lowerBound](features).tanh()
  }
}
