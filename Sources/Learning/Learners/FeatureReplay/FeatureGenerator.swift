import Catalog
import Models
import Torch

/// A class-conditional generator of feature vectors with its critic, both fully connected.
///
/// Source: Liu et al. 2020, arXiv:2004.09199, and the authors' code.
final class FeatureGenerator {
  static let noise = 200

  let store: ParameterStore
  private let layers: [Linear]
  private let classes: Int

  init(_ width: Int, hidden: Int, classes: Int, key: RandomKey, device: Device) throws {
    let widths = [Self.noise + classes, hidden, hidden, width]
    try NetworkSize.check(
      "the generator of feature-replay", zip(widths, widths.dropFirst()).map { ($0 + 1) * $1 })
    let store = ParameterStore(key: key, device: device)
    layers = try zip(widths, widths.dropFirst()).enumerated().map { index, width in
      try Linear(width.0, width.1, in: store, "layer\(index + 1)")
    }
    (self.store, self.classes) = (store, classes)
  }

  /// Features, `[batch, width]`, 0 or more, of noise, `[batch, noise]`, and `labels`, `[batch]`.
  func callAsFunction(_ noise: Tensor, _ labels: Tensor) throws -> Tensor {
    let asked = try labels.oneHot(classes).to(.float32)
    var values = try Tensor.concatenate([noise, asked], dim: 1)
    for layer in layers.dropLast() { values = try layer(values).leakyRelu(0.2) }
    return try (layers.last?(values) ?? values).relu()
  }

  func noise(_ count: Int, key: RandomKey) throws -> Tensor {
    try .normal([count, Self.noise], key: key, device: store.device)
  }
}

/// Scores feature vectors as real ones of a class: f(h) + e_y h, h two hidden layers.
///
/// Source: Miyato and Koyama 2018, arXiv:1802.05637 (projection).
final class FeatureCritic {
  let store: ParameterStore
  private let hidden: [Linear]
  private let score: Linear
  private let classes: Embedding

  init(_ width: Int, hidden units: Int, classes count: Int, key: RandomKey, device: Device) throws {
    let store = ParameterStore(key: key, device: device)
    hidden = [
      try Linear(width, units, in: store, "layer1"), try Linear(units, units, in: store, "layer2"),
    ]
    score = try Linear(units, 1, in: store, "score")
    classes = try Embedding(count, units, in: store, "classes")
    self.store = store
  }

  /// `[batch]`, higher is more real.
  func callAsFunction(_ features: Tensor, _ labels: Tensor) throws -> Tensor {
    let values = try hidden.reduce(features) { try $1($0).leakyRelu(0.2) }
    return try score(values).squeeze(1) + (values * classes(labels)).sum(dims: [1])
  }

  /// mean(D(fake)) - mean(D(real)) and the mean of (|slope of D| - 1)^2 between the two.
  ///
  /// `shares`, `[batch, 1]` in 0...1, say how much of each real vector is in between.
  /// Source: Gulrajani et al. 2017, arXiv:1704.00028, algorithm 1.
  func losses(
    real: Tensor, fake: Tensor, labels: Tensor, shares: Tensor
  ) throws -> (distance: Tensor, penalty: Tensor) {
    let distance = try self(fake, labels).mean() - self(real, labels).mean()
    let between = try withoutGradients { try fake + (real - fake) * shares }
    try between.requireGradient()
    let slopes = try gradients(
      of: self(between, labels).sum(), withRespectTo: [between], createGraph: true)
    guard let slope = slopes[0] else { throw TorchError("the critic does not see its features") }
    return (distance, try (slope.norm(dims: [1]) - 1.0).square().mean())
  }
}
