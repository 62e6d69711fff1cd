import Torch

/// Masks from embeddings, and the compensation of their gradients for the sharpness.
///
/// Source: Serra et al. 2018, arXiv:1801.01423, equation 6, as the code of DGM has it.
enum MaskGradient {
  /// Where |s e| is cut off before cosh.
  private static let reach = 50.0

  /// sigmoid(s e) with the gradient that the chain rule gives; `compensate` must follow.
  static func literal(_ embedding: Tensor, _ sharpness: MaskAnnealing.Sharpness) throws -> Tensor {
    try (embedding * sharpness.step).sigmoid()
  }

  /// sigmoid(s e) with the gradient S sigmoid'(e): the literal product with its large factors
  /// cancelled, which stays exact where sigmoid'(s e) underflows.
  static func closed(_ embedding: Tensor, _ sharpness: MaskAnnealing.Sharpness) throws -> Tensor {
    let value = try withoutGradients { try (embedding * sharpness.step).sigmoid() }
    let slope = try embedding.sigmoid()
    // The second term is exactly zero; only its gradient counts.
    return try value + (slope - slope.detach()) * sharpness.epoch
  }

  /// g <- g (S / s) (cosh(s e) + 1) / (cosh(e) + 1) for the gradient that `embedding` collected.
  static func compensate(_ embedding: Tensor, _ sharpness: MaskAnnealing.Sharpness) throws {
    guard let gradient = embedding.gradient else { return }
    try withoutGradients {
      let steep = try cosine((embedding * sharpness.step).clamp(-reach, reach)) + 1.0
      let plain = try cosine(embedding) + 1.0
      try gradient.multiply(inPlace: steep / plain * (sharpness.epoch / sharpness.step))
    }
  }

  /// The hyperbolic cosine.
  private static func cosine(_ tensor: Tensor) throws -> Tensor {
    try (tensor.exp() + (-tensor).exp()) * 0.5
  }
}
