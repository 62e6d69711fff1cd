import Models
import Torch

/// The discriminator of 32 x 32 images with two heads: a critic and a classifier.
struct Critic {
  let store: ParameterStore
  private let trunk: CriticTrunk
  private let source: Linear
  private let classes: Linear

  /// - Parameter width: channels of the first convolution; the next two have 2 and 4 times that.
  /// - Parameter precision: of the convolutions.
  init(
    channels: Int, width: Int, classes count: Int, precision: Precision = .full, key: RandomKey,
    device: Device
  ) throws {
    store = ParameterStore(key: key, device: device)
    trunk = try CriticTrunk(
      channels: channels, width: width, precision: precision, in: store)
    source = try Linear(trunk.units, 1, in: store, "source")
    classes = try Linear(trunk.units, count, in: store, "classes")
  }

  /// Takes over all weights of an older critic but those of its critic's head.
  func take(_ old: Critic) throws {
    var values = Dictionary(uniqueKeysWithValues: old.store.tensors.map { ($0.name, $0.tensor) })
    for (name, tensor) in store.scope("source").parameters { values["source." + name] = tensor }
    try store.assign(values)
  }

  /// Scores of images, `[batch, channels, 32, 32]` in -1...1, as real ones: `[batch]`, higher is
  /// more real.
  func score(_ images: Tensor, _ mode: NormMode) throws -> Tensor {
    try score(of: features(images, mode))
  }

  /// The same from `features`, `[batch, units]`.
  func score(of features: Tensor) throws -> Tensor { try source(features).squeeze(1) }

  /// Scores of the first `count` classes, `[batch, count]`.
  func classify(_ images: Tensor, count: Int, _ mode: NormMode) throws -> Tensor {
    try classes(of: features(images, mode), count: count)
  }

  /// The same from `features`, `[batch, units]`.
  func classes(of features: Tensor, count: Int) throws -> Tensor {
    try classes(features).narrow(dim: 1, start: 0, count: count)
  }

  /// The loss of a classifier that knows one class, 0 with gradients of 0: only running statistics
  /// take the images, `[batch, channels, 32, 32]`.
  func singleClassLoss(_ images: Tensor) throws -> Tensor {
    _ = try withoutGradients { try features(images, .training) }
    let zeros = try store.parameters.filter { !$0.name.hasPrefix("source.") }
      .map { try $0.tensor.sum() * 0 }
    return try Tensor.stack(zeros, dim: 0).sum()
  }

  /// What both heads see of images, `[batch, 64 width]`.
  func features(_ images: Tensor, _ mode: NormMode) throws -> Tensor {
    try trunk(images, 0..<3, mode).flatten(from: 1)
  }

  /// mean(D(fake)) - mean(D(real)) and the mean of (|slope of D| - 1)^2 between the two.
  ///
  /// `shares`, `[batch, 1, 1, 1]` in 0...1, say how much of each real image is in between.
  /// Source: Gulrajani et al. 2017, arXiv:1704.00028, algorithm 1.
  func losses(
    real: Tensor, fake: Tensor, shares: Tensor, _ mode: NormMode
  ) throws -> (distance: Tensor, penalty: Tensor) {
    let distance = try score(fake, mode).mean() - score(real, mode).mean()
    let between = try withoutGradients { try fake + (real - fake) * shares }
    try between.requireGradient()
    let score = try score(between, mode).sum()
    let slopes = try gradients(of: score, withRespectTo: [between], createGraph: true)
    guard let slope = slopes[0] else { throw TorchError("the critic does not see its images") }
    let penalty = try (slope.flatten(from: 1).norm(dims: [1]) - 1.0).square().mean()
    return (distance, penalty)
  }
}
