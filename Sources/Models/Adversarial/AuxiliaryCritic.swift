import Torch

/// The critic of `ConditionalGenerator`: three convolutions without norms, a score and the classes.
package final class AuxiliaryCritic {
  package let store: ParameterStore
  private let convolutions: [Conv2d]
  private let source: Linear
  private let classes: Linear?

  /// - Parameters:
  ///   - classes: 0: it has no class head.
  ///   - bias: whether the score has a bias, which no loss of a Wasserstein GAN depends on.
  package init(
    channels: Int, width: Int, classes count: Int, bias: Bool = true, in store: ParameterStore
  ) throws {
    let widths = [channels, width, 2 * width, 4 * width]
    let small = Initializer.normal(mean: 0, deviation: 0.02)
    convolutions = try (1...3).map { index in
      try Conv2d(
        widths[index - 1], widths[index], kernel: 5, stride: 2, padding: 2, in: store,
        "conv\(index)", weights: small)
    }
    source = try Linear(64 * width, 1, bias: bias, in: store, "source")
    classes = try count > 0 ? Linear(64 * width, count, in: store, "classes") : nil
    self.store = store
  }

  private func features(_ images: Tensor) throws -> Tensor {
    try convolutions.reduce(images) { try $1($0).leakyRelu(0.2) }.flatten(from: 1)
  }

  /// Scores as real ones, `[batch]`, and of the first `known` classes, `[batch, known]`; nil without a
  /// class head.
  package func callAsFunction(
    _ images: Tensor, known: Int
  ) throws -> (score: Tensor, classes: Tensor?) {
    let features = try features(images)
    return (
      try source(features).squeeze(1),
      try classes.map { try $0(features).narrow(dim: 1, start: 0, count: known) }
    )
  }

  /// The mean of (|slope of D| - 1)^2 between real and fake images; `shares`, `[batch, 1, 1, 1]`.
  ///
  /// Source: Gulrajani et al. 2017, arXiv:1704.00028, algorithm 1.
  package func penalty(real: Tensor, fake: Tensor, shares: Tensor) throws -> Tensor {
    let between = try withoutGradients { try fake + (real - fake) * shares }
    try between.requireGradient()
    let slopes = try gradients(
      of: source(features(between)).sum(), withRespectTo: [between], createGraph: true)
    guard let slope = slopes[0] else { throw TorchError("the critic does not see its images") }
    return try (slope.flatten(from: 1).norm(dims: [1]) - 1.0).square().mean()
  }
}
