import Torch

extension SampleMeasure {
  /// How far the distribution of features is from that of real images.
  static let frechet = SampleMeasure(
    "frechet", column: "Fréchet",
    "Fréchet distance between Gaussians fitted to the oracle's features of generated and of real test "
      + "images; comparable only for the same oracle and the same numbers of images"
  ) { try FrechetDistance.between($0.real, $0.generated) }
}

/// The Fréchet distance between two sets of features.
package enum FrechetDistance {
  /// |m - n|^2 + tr(S + T - 2 (S^1/2 T S^1/2)^1/2) of the means m, n and covariances S, T of `left` and
  /// `right`, `[images, features]`; covariances divide by the number of images less one.
  ///
  /// Source: Heusel et al. 2017, arXiv:1706.08500, there on features of Inception-v3 (FID); the
  /// symmetric form of the root keeps it real.
  package static func between(_ left: Tensor, _ right: Tensor) throws -> Double {
    let (mean, covariance) = try moments(left)
    let (other, second) = try moments(right)
    let offset = try (mean - other).square().sum().item()
    let root = try root(covariance)
    let inner = try root.matmul(second).matmul(root)
    let symmetric = try (inner + inner.transpose(0, 1)) * 0.5
    let shared = try symmetric.eigenvectors().values.clamp(0, nil).sqrt().sum().item()
    let traces = try trace(covariance) + trace(second)
    return max(0, offset + traces - 2 * shared)
  }

  private static func moments(_ features: Tensor) throws -> (mean: Tensor, covariance: Tensor) {
    let all = try features.to(.float64)
    let mean = try all.mean(dims: [0])
    let centred = try all - mean
    let count = Double(max(1, all.shape[0] - 1))
    return (mean, try centred.transpose(0, 1).matmul(centred) / count)
  }

  /// The positive semidefinite root of a covariance.
  private static func root(_ matrix: Tensor) throws -> Tensor {
    let (values, vectors) = try matrix.eigenvectors()
    return try (vectors * values.clamp(0, nil).sqrt().unsqueeze(0))
      .matmul(vectors.transpose(0, 1))
  }

  private static func trace(_ matrix: Tensor) throws -> Double {
    try (matrix * Tensor.identity(matrix.shape[0])).sum().item()
  }
}
