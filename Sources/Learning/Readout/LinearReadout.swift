import Catalog
import Models
import Torch

/// How scores that are linear in features follow from sums over images.
package enum LinearReadout: String, SettingChoice {
  /// The class whose mean is nearest by the covariance S that all classes share, shrunk to
  /// (1 - shrinkage) S + shrinkage I.
  case means
  /// Least squares on one-hot targets, with the penalty `shrinkage` for each image.
  case ridge

  /// The readout, `[features, outputs]` and `[outputs]`, of the sums over all images, float64.
  ///
  /// `sums`, `[outputs, features]`, are those of each class's features, `counts`, `[outputs, 1]`, its
  /// images, `moments`, `[features, features]`, the sum of f f^T.
  /// - Parameter remedy: what a user can do if the covariance cannot be inverted.
  /// - Throws: `ModelError` if the covariance cannot be inverted.
  package func solve(
    sums: Tensor, counts: Tensor, moments: Tensor, shrinkage: Double, remedy: String
  ) throws -> (weights: Tensor, bias: Tensor) {
    let count = try counts.sum().item()
    let identity = try Tensor.identity(moments.shape[0], device: moments.device) * shrinkage
    func invert(_ matrix: Tensor, _ right: Tensor) throws -> Tensor {
      do {
        return try matrix.solution(of: right)
      } catch {
        throw ModelError("the covariance of the features cannot be inverted: \(remedy)")
      }
    }
    let answers: Tensor
    let bias: Tensor
    switch self {
    case .ridge:
      answers = try invert(moments / count + identity, sums.transpose(0, 1) / count)
      bias = try Tensor.zeros([counts.shape[0]], type: .float64, device: moments.device)
    case .means:
      let means = try sums / counts.clamp(1, nil)
      // sum f f^T - sum_c n_c m_c m_c^T = sum (f - m)(f - m)^T.
      let within = try (moments - sums.transpose(0, 1).matmul(means)) / count
      answers = try invert(within * (1 - shrinkage) + identity, means.transpose(0, 1))
      bias = try (answers * means.transpose(0, 1)).sum(dims: [0]) * -0.5
    }
    // A class without images is never answered.
    let absent = try (counts.squeeze(1) .== 0).to(.float64) * -1e30
    return (answers, try bias + absent)
  }
}
