import Torch

/// A class-conditional generator of 32 x 32 images in which every experience uses the weights that its
/// mask has on; what an experience used is never changed again.
///
/// An experience is known by the place of its first class. Classes have scales, shifts and an output layer
/// of their own; experiences have masks and running statistics of their own.
/// Source: Ostapenko et al. 2019, arXiv:1904.03137 (DGMw). Where we differ: masks are binary in training too
/// (their gradient is that of sigmoid(e), as with the published compensation at sharpness 1), and the network
/// does not grow.
final class MaskedNetwork: GameGenerator {
  let store: ParameterStore
  let latent: Int
  private let classes: Int
  private let channels: Int
  private let layers: [Layer]
  /// `[last layer's channels, classes * channels, 4, 4]`.
  private let last: Tensor
  /// The experience of each class, `[classes]`.
  private let owners: Tensor
  private let sparsity: Double
  /// The experience at hand.
  private var current = 0

  private struct Layer {
    /// Weights, `[inputs, outputs, 4, 4]`, and e of the experience at hand, which says what is on.
    let (weight, embedding): (Tensor, Tensor)
    /// 1 where a finished experience uses a weight.
    let reserved: Tensor
    /// Of each experience, uint8.
    let masks: Tensor
    /// `[classes, outputs]` each.
    let (gains, shifts): (Tensor, Tensor)
    let (means, variances): (Tensor, Tensor)

    func mask() throws -> Tensor { try (embedding .>= 0).to(.float32) }
  }

  init(
    channels: Int, width: Int, latent: Int, classes: Int, sparsity: Double,
    in store: ParameterStore
  ) throws {
    let widths = [latent + classes, 4 * width, 2 * width, width]
    let sizes = zip(widths, widths.dropFirst()).map { 16 * $0 * $1 }
    try NetworkSize.check("masked", sizes.map { $0 * (2 + classes) })
    layers = try (0..<3).map { index in
      let (inputs, outputs, name) = (widths[index], widths[index + 1], "layer\(index + 1)")
      let form = [inputs, outputs, 4, 4]
      let weights = Initializer.xavierUniform(
        fanIn: 16 * outputs, fanOut: 16 * inputs, gain: 2.0.squareRoot())
      return Layer(
        weight: try store.parameter("\(name).weight", form, weights),
        embedding: try store.parameter("\(name).embedding", form, .zeros),
        reserved: try store.buffer("\(name).reserved", form, 0),
        masks: try store.buffer(
          "\(name).masks", .full([classes] + form, 1, type: .uint8, device: store.device)),
        gains: try store.parameter("\(name).gains", [classes, outputs], .zeros),
        shifts: try store.parameter("\(name).shifts", [classes, outputs], .zeros),
        means: try store.buffer("\(name).means", [classes, outputs], 0),
        variances: try store.buffer("\(name).variances", [classes, outputs], 1))
    }
    last = try store.parameter(
      "last.weight", [width, classes * channels, 4, 4], .torchDefault(fanIn: 16 * width))
    owners = try store.buffer("owners", .zeros([classes], type: .int64, device: store.device))
    (self.store, self.latent, self.classes) = (store, latent, classes)
    (self.channels, self.sparsity) = (channels, sparsity)
  }

  /// Makes the classes at places `outputs` those of a new experience, whose mask has everything on.
  func begin(_ outputs: Range<Int>) throws {
    current = outputs.lowerBound
    try withoutGradients {
      try owners.narrow(dim: 0, start: outputs.lowerBound, count: outputs.count)
        .fill(Double(current))
      for layer in layers { try layer.embedding.zero() }
    }
  }

  /// Reserves what the experience at hand uses.
  func end() throws {
    try keepMasks()
    try withoutGradients {
      for layer in layers {
        try layer.reserved.copy(from: layer.reserved.maximum(layer.mask()))
      }
    }
  }

  /// The share of free weights that the experience at hand takes, weighted.
  func price() throws -> [(String, Tensor)] {
    var (taken, free): ([Tensor], Double) = ([], 0)
    for layer in layers {
      let left = try 1.0 - layer.reserved
      taken.append(try (learnable(layer) * left).sum())
      free += try left.sum().item()
    }
    return [("sparsity", try Tensor.stack(taken, dim: 0).sum() * (sparsity / max(1, free)))]
  }

  /// Weights that are reserved stay as they are.
  func moderate() throws {
    try withoutGradients {
      for layer in layers {
        try layer.weight.gradient?.multiply(inPlace: 1.0 - layer.reserved)
      }
    }
  }

  /// The binary mask with the gradient of sigmoid(e).
  private func learnable(_ layer: Layer) throws -> Tensor {
    let slope = try layer.embedding.sigmoid()
    return try layer.mask() + (slope - slope.detach())
  }

  func callAsFunction(_ codes: Tensor, shares: Tensor?, _ mode: NormMode) throws -> Tensor {
    guard let shares else { throw ModelError("masked needs the classes of its images") }
    guard mode == .scoring else {
      let images = try images(codes, shares, current, mode) { try $0.weight * learnable($0) }
      if mode == .training { try keepMasks() }
      return images
    }
    let owners = try self.owners.indexSelect(dim: 0, shares.argmax(dim: 1)).integers()
    var (pieces, order): ([Tensor], [Int]) = ([], [])
    for owner in Set(owners).sorted() {
      let places = owners.indices.filter { owners[$0] == owner }
      let rows = try Tensor(places).to(codes.device)
      order += places
      pieces.append(
        try images(
          codes.indexSelect(dim: 0, rows), shares.indexSelect(dim: 0, rows), owner, mode
        ) { try $0.weight * $0.masks.select(dim: 0, owner).to(.float32) })
    }
    guard pieces.count > 1 else { return pieces[0] }
    let back = order.indices.sorted { order[$0] < order[$1] }
    return try Tensor.concatenate(pieces, dim: 0)
      .indexSelect(dim: 0, Tensor(back).to(codes.device))
  }

  private func keepMasks() throws {
    try withoutGradients {
      for layer in layers {
        try layer.masks.select(dim: 0, current).copy(from: layer.mask())
      }
    }
  }

  /// Images of one experience, through the kernels that `kernel` gives.
  private func images(
    _ codes: Tensor, _ shares: Tensor, _ owner: Int, _ mode: NormMode,
    kernel: (Layer) throws -> Tensor
  ) throws -> Tensor {
    let count = codes.shape[0]
    var values = try Tensor.concatenate([codes, shares], dim: 1)
      .reshape([count, latent + classes, 1, 1])
    for (index, layer) in layers.enumerated() {
      let (stride, padding) = index == 0 ? (1, 0) : (2, 1)
      values = try values.transposedConvolution(
        kernel(layer), stride: stride, padding: padding)
      let mean = try layer.means.select(dim: 0, owner)
      let variance = try layer.variances.select(dim: 0, owner)
      switch mode {
      case .training: values = try values.batchNormalized(mean: mean, variance: variance)
      case .passing: values = try values.batchNormalized()
      case .scoring: values = try values.normalized(mean: mean, variance: variance)
      }
      let gain = try (shares.matmul(layer.gains) + 1.0).unsqueeze(2).unsqueeze(3)
      let shift = try shares.matmul(layer.shifts).unsqueeze(2).unsqueeze(3)
      values = try (values * gain + shift).relu()
    }
    let all = try values.transposedConvolution(last, stride: 2, padding: 1)
      .reshape([count, classes, channels, 32, 32])
    return try (all * shares.reshape([count, classes, 1, 1, 1])).sum(dims: [1]).tanh()
  }
}
