import Torch

/// A transposed convolution without bias that all experiences share, with the mask embedding of the
/// experience at hand and the record of what earlier ones reserved.
struct MaskedLayer {
  /// `[inputs, outputs, 4, 4]`.
  let weight: Tensor
  /// e of the experience at hand: one number per weight, or per output channel.
  let embedding: Tensor
  /// 1 where a finished experience's mask is on, else 0; shaped as the embedding.
  let reserved: Tensor
  /// The weights as the experience at hand found them, where old images move with new weights.
  let found: Tensor?
  private let kind: MemoryOptions.MaskKind

  var inputs: Int { weight.shape[0] }
  var outputs: Int { weight.shape[1] }

  init(
    _ inputs: Int, _ outputs: Int, kind: MemoryOptions.MaskKind, keepsFound: Bool = false,
    weights: Initializer, in store: ParameterStore, _ name: String
  ) throws {
    let shape = [inputs, outputs, 4, 4]
    self.kind = kind
    weight = try store.parameter("\(name).weight", shape, weights)
    let entries = kind == .weights ? shape : [outputs]
    embedding = try store.parameter("\(name).embedding", entries, .zeros)
    reserved = try store.buffer("\(name).reserved", entries, 0)
    found = keepsFound ? try store.buffer("\(name).found", shape, 0) : nil
  }

  /// The first weights of a layer: uniform or narrow normal.
  ///
  /// The published code draws weights that are added later by the respective other rule.
  static func initial(
    _ kind: MemoryOptions.MaskKind, inputs: Int, outputs: Int, isFirst: Bool
  ) -> Initializer {
    (kind == .weights) == isFirst
      ? .xavierUniform(
        fanIn: outputs * MaskExpansion.area, fanOut: inputs * MaskExpansion.area,
        gain: 2.0.squareRoot())
      : .normal(mean: 0, deviation: 0.02)
  }

  /// The mask at infinite sharpness: 1 where e >= 0; an entry still at 0 counts as on.
  func binaryMask() throws -> Tensor {
    try withoutGradients { try (embedding .>= 0).to(.float32) }
  }

  /// 1 where nothing is reserved.
  func free() throws -> Tensor { try 1.0 - reserved }

  /// What the weight's gradient is multiplied by so that finished experiences keep their weights.
  ///
  /// Channel masks protect a weight if both its ends are reserved; `before` is what the layer below
  /// has reserved, nil for the first layer, whose inputs all experiences use.
  func gate(before: Tensor?) throws -> Tensor {
    guard kind == .activations else { return try free() }
    let ends = try before.map { try $0.reshape([-1, 1]) * reserved } ?? reserved.reshape([1, -1])
    let shape = ends.shape
    return try 1.0 - ends.reshape([shape[0], shape[1], 1, 1])
  }

  /// What the layer does to inputs of `inputs` channels under `mask`, whose size says how many of
  /// the outputs there are; with `asFound` by the weights that the experience at hand found.
  func stage(_ mask: Tensor, inputs: Int, asFound: Bool = false) throws -> MaskedStage {
    let outputs = kind == .weights ? mask.shape[1] : mask.shape[0]
    var kernel = asFound ? found ?? weight : weight
    if inputs != self.inputs { kernel = try kernel.narrow(dim: 0, start: 0, count: inputs) }
    if outputs != self.outputs { kernel = try kernel.narrow(dim: 1, start: 0, count: outputs) }
    return kind == .weights
      ? MaskedStage(kernel: try kernel * mask, channels: nil)
      : MaskedStage(kernel: kernel, channels: try mask.reshape([1, outputs, 1, 1]))
  }

  /// Takes over what a layer of the same size has reserved: its weights where `gate` is 0, or all those
  /// that it found.
  func restart(_ old: MaskedLayer, gate: Tensor) throws {
    try withoutGradients {
      try reserved.copy(from: old.reserved)
      if let found, let before = old.found {
        try weight.copy(from: before)
        try found.copy(from: before)
      } else {
        try weight.copy(from: old.weight * (1.0 - gate) + weight * gate)
      }
    }
  }

  /// Takes over a smaller layer's weights, and reserves in addition what `mask` has on.
  func take(_ old: MaskedLayer, adding mask: Tensor) throws {
    try withoutGradients {
      try weight.corner(like: old.weight).copy(from: old.weight)
      try reserved.corner(like: old.reserved).copy(from: old.reserved.maximum(mask))
    }
  }
}

/// One masked layer as one experience sees it, made once for all batches under the same mask.
struct MaskedStage {
  /// `[inputs, outputs, 4, 4]`, masked already if masks are for weights.
  let kernel: Tensor
  /// The mask of channels, `[1, outputs, 1, 1]`; nil if masks are for weights.
  let channels: Tensor?
}
