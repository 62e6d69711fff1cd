internal import CTorch

extension ATenOperator {
  static let crossEntropy = ATenOperator("cross_entropy_loss")
  static let binaryCrossEntropy = ATenOperator("binary_cross_entropy_with_logits")
  static let meanSquaredError = ATenOperator("mse_loss")
  static let absoluteError = ATenOperator("l1_loss")
}

/// The losses.
package enum Loss {
  /// What becomes of the losses of single elements.
  package enum Reduction: Int, Sendable {
    case none = 0
    case mean, sum
  }

  /// -log softmax(scores)[label]; `scores` `[batch, classes]`, `labels` `[batch]` int64.
  ///
  /// `weights`, `[classes]`, make some classes count more; the mean is then a weighted one.
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

  /// -[t log sigmoid(x) + (1 - t) log(1 - sigmoid(x))] for every element.
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
    let api = try Backend.api
    let loss = withExtendedLifetime((logits, targets, weights)) {
      api.bernoulli_loss(logits.handle, targets.handle, weights?.handle, scale)
    }
    guard let loss else { throw TorchError.newest(api) }
    return Tensor(handle: loss)
  }
}

/// A code drawn from a normal distribution for each row, with what it costs.
package struct GaussianCode {
  /// z = mu + sigma e, `[batch, latent]`.
  package let sample: Tensor
  /// scale sum_b w_b KL(N(mu, sigma^2) || N(0, 1)), one number.
  package let divergence: Tensor

  /// `statistics` `[batch, 2 latent]`: mu, then log sigma^2; `noise` e `[batch, latent]`; `weights` w
  /// `[batch]`, all 1 if nil.
  package init(_ statistics: Tensor, noise: Tensor, weights: Tensor?, scale: Double) throws {
    let api = try Backend.api
    var cost: ct_tensor?
    let code = withExtendedLifetime((statistics, noise, weights)) {
      api.gaussian_code(statistics.handle, noise.handle, weights?.handle, scale, &cost)
    }
    guard let code, let cost else { throw TorchError.newest(api) }
    (sample, divergence) = (Tensor(handle: code), Tensor(handle: cost))
  }
}
