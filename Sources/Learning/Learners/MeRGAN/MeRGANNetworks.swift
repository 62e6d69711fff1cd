import Catalog
import Models
import Torch

/// A class-conditional generator of 32 x 32 images: transposed convolutions with batch norms whose scale
/// and shift belong to a class.
///
/// Source: Wu et al. 2018, arXiv:1809.02058, and the authors' code; the kernels are 4 x 4, where the code
/// has 5 x 5.
final class ConditionalGenerator {
  /// Rows and columns of the images.
  static let side = 32

  let store: ParameterStore
  let latent: Int
  private let entrance: Linear
  private let convolutions: [ConvTranspose2d]
  private let norms: [(norm: BatchNorm, gains: Tensor, shifts: Tensor)]
  private let width: Int

  init(
    channels: Int, width: Int, latent: Int, classes: Int, key: RandomKey, device: Device
  ) throws {
    let widths = [4 * width, 2 * width, width, channels]
    let small = Initializer.normal(mean: 0, deviation: 0.02)
    let store = ParameterStore(key: key, device: device)
    entrance = try Linear(latent, 16 * widths[0], in: store, "entrance", weights: small)
    convolutions = try (0..<3).map { index in
      try ConvTranspose2d(
        widths[index], widths[index + 1], kernel: 4, stride: 2, padding: 1, bias: index == 2,
        in: store, "conv\(index + 1)", weights: small)
    }
    norms = try (0..<3).map { index in
      (
        try BatchNorm(widths[index], in: store, "norm\(index + 1)"),
        try store.parameter("gains\(index + 1)", [classes, widths[index]], .zeros),
        try store.parameter("shifts\(index + 1)", [classes, widths[index]], .zeros)
      )
    }
    (self.store, self.latent, self.width) = (store, latent, width)
  }

  func noise(_ count: Int, key: RandomKey) throws -> Tensor {
    try .normal([count, latent], key: key, device: store.device)
  }

  /// Images, `[batch, channels, 32, 32]` in -1...1, of codes, `[batch, latent]`, and `labels`, `[batch]`.
  func callAsFunction(_ codes: Tensor, _ labels: Tensor, _ mode: NormMode) throws -> Tensor {
    var values = try entrance(codes).reshape([labels.count, 4 * width, 4, 4])
    for (convolution, layer) in zip(convolutions, norms) {
      let gain = try (layer.gains.indexSelect(dim: 0, labels) + 1.0).unsqueeze(2).unsqueeze(3)
      let shift = try layer.shifts.indexSelect(dim: 0, labels).unsqueeze(2).unsqueeze(3)
      values = try convolution((layer.norm(values, mode) * gain + shift).relu())
    }
    return try values.tanh()
  }
}

/// The critic of `ConditionalGenerator`: three convolutions without norms, a score and the classes.
final class AuxiliaryCritic {
  let store: ParameterStore
  private let convolutions: [Conv2d]
  private let source: Linear
  private let classes: Linear

  init(channels: Int, width: Int, classes count: Int, key: RandomKey, device: Device) throws {
    let widths = [channels, width, 2 * width, 4 * width]
    let small = Initializer.normal(mean: 0, deviation: 0.02)
    let store = ParameterStore(key: key, device: device)
    convolutions = try (1...3).map { index in
      try Conv2d(
        widths[index - 1], widths[index], kernel: 5, stride: 2, padding: 2, in: store,
        "conv\(index)", weights: small)
    }
    source = try Linear(64 * width, 1, in: store, "source")
    classes = try Linear(64 * width, count, in: store, "classes")
    self.store = store
  }

  private func features(_ images: Tensor) throws -> Tensor {
    try convolutions.reduce(images) { try $1($0).leakyRelu(0.2) }.flatten(from: 1)
  }

  /// Scores as real ones, `[batch]`, and of the first `known` classes, `[batch, known]`.
  func callAsFunction(_ images: Tensor, known: Int) throws -> (score: Tensor, classes: Tensor) {
    let features = try features(images)
    return (
      try source(features).squeeze(1),
      try classes(features).narrow(dim: 1, start: 0, count: known)
    )
  }

  /// The mean of (|slope of D| - 1)^2 between real and fake images; `shares`, `[batch, 1, 1, 1]`.
  ///
  /// Source: Gulrajani et al. 2017, arXiv:1704.00028, algorithm 1.
  func penalty(real: Tensor, fake: Tensor, shares: Tensor) throws -> Tensor {
    let between = try withoutGradients { try fake + (real - fake) * shares }
    try between.requireGradient()
    let slopes = try gradients(
      of: source(features(between)).sum(), withRespectTo: [between], createGraph: true)
    guard let slope = slopes[0] else { throw TorchError("the critic does not see its images") }
    return try (slope.flatten(from: 1).norm(dims: [1]) - 1.0).square().mean()
  }
}
