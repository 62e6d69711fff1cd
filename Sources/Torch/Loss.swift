internal import CTorch

extension ATenOperator {
  static let crossEntropy = ATenOperator("cross_entropy_loss")
  static let binaryCrossEntropy = ATenOperator("binary_cross_entropy_with_logits")
  static let meanSquaredError = ATenOperator("mse_loss")
  static let absoluteError = ATenOperator("l1_loss")
}

/// Loss functions.
package enum Loss {
  /// How the losses of single elements are combined.
  package enum Reduction: Int, Sendable {
    case none = 0
    case mean, sum
  }

  /// -log softmax(scores)[label]; `scores` `[batch, classes]`, `labels` `[batch]` int64.
  ///
  /// `weights`, `[classes]`, weigh the classes; the mean is then a weighted one.
  package static func crossEntropy(
    _ scores: Tensor, _ labels: Tensor, weights: Tensor? = nil, reduction: Reduction = .mean
  ) throws -> Tensor {
    try ATenOperator.crossEntropy(
      .tensor(scores), .tensor(labels), .tensor(weights), .integer(reduction.rawValue),
      .integer(-100),
      .number(0))
  }

  /// -T^2 sum targets log softmax(scores / T), mean over the batch; both `[batch, classes]`.
  ///
  /// `targets` are probabilities. Source: Hinton, Vinyals and Dean 2015, arXiv:1503.02531.
  package static func distillation(
    _ scores: Tensor, targets: Tensor, temperature: Double
  ) throws -> Tensor {
    let logs = try (scores / temperature).logSoftmax(dim: 1)
    return try (targets * logs).sum(dims: [1]).mean() * -(temperature * temperature)
  }

  /// -[t log sigmoid(x) + (1 - t) log(1 - sigmoid(x))].
  package static func binaryCrossEntropyWithLogits(
    _ logits: Tensor, _ targets: Tensor, reduction: Reduction = .mean
  ) throws -> Tensor {
    try ATenOperator.binaryCrossEntropy(
      .tensor(logits), .tensor(targets), .none, .none, .integer(reduction.rawValue))
  }

  /// (a - b)^2.
  package static func meanSquaredError(
    _ first: Tensor, _ second: Tensor, reduction: Reduction = .mean
  ) throws -> Tensor {
    try ATenOperator.meanSquaredError(
      .tensor(first), .tensor(second), .integer(reduction.rawValue))
  }

  /// |a - b|.
  package static func absoluteError(
    _ first: Tensor, _ second: Tensor, reduction: Reduction = .mean
  ) throws -> Tensor {
    try ATenOperator.absoluteError(.tensor(first), .tensor(second), .integer(reduction.rawValue))
  }

  /// KL(N(mu, sigma^2) || N(0, 1)) for each row: -1/2 sum (1 + log sigma^2 - mu^2 - sigma^2), `[batch]`.
  package static func divergenceFromNormal(mean: Tensor, logVariance: Tensor) throws -> Tensor {
    try (mean.square() + logVariance.exp() - logVariance - 1.0).sum(dims: [1]) * 0.5
  }

  /// scale sum_b w_b sum_p -[t log sigmoid(x) + (1 - t) log(1 - sigmoid(x))], one number.
  ///
  /// `logits` and `targets` `[batch, pixels]`; `weights` w `[batch]`, all 1 if nil.
  package static func bernoulli(
    _ logits: Tensor, _ targets: Tensor, weights: Tensor?, scale: Double
  ) throws -> Tensor {
    try Tensor { api in
      Tensor.withHandles([logits, targets] + (weights.map { [$0] } ?? [])) { handles in
        api.bernoulli_loss(handles[0], handles[1], weights == nil ? nil : handles[2], scale)
      }
    }
  }
}

/// A code sampled from a normal distribution for each row, with its divergence from the prior.
package struct GaussianCode {
  /// z = mu + sigma e, `[batch, latent]`.
  package let sample: Tensor
  /// scale sum_b w_b KL(N(mu, sigma^2) || N(0, 1)), one number.
  package let divergence: Tensor

  /// `statistics` `[batch, 2 latent]`: mu, then log sigma^2; `noise` e `[batch, latent]`; `weights` w
  /// `[batch]`, all 1 if nil.
  package init(_ statistics: Tensor, noise: Tensor, weights: Tensor?, scale: Double) throws {
    var cost: ct_tensor?
    sample = try Tensor { api in
      Tensor.withHandles([statistics, noise] + (weights.map { [$0] } ?? [])) { handles in
        api.gaussian_code(
          handles[0], handles[1], weights == nil ? nil : handles[2], scale, &cost)
      }
    }
    divergence = try Tensor { _ in cost }
  }
}
