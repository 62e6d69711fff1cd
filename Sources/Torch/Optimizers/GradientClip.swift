/// Gradients scaled down together where their common norm is too large.
package enum GradientClip {
  /// Multiplies the gradients of all parameters of `stores` by min(1, `limit` / norm), where the norm is
  /// the Euclidean one of all their entries; `limit` is above 0.
  ///
  /// Source: Pascanu, Mikolov and Bengio 2013, arXiv:1211.5063, algorithm 1.
  package static func clip(_ stores: [ParameterStore], to limit: Double) throws {
    try withoutGradients {
      let gradients = stores.flatMap { $0.parameters.compactMap(\.tensor.gradient) }
      guard !gradients.isEmpty else { return }
      let norm = try Tensor.stack(gradients.map { try $0.square().sum() }, dim: 0).sum().sqrt()
      let factor = try (limit / (norm + 1e-6)).clamp(nil, 1)
      for gradient in gradients { try gradient.multiply(inPlace: factor) }
    }
  }
}
