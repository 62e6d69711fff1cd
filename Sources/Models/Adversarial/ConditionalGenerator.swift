import Catalog
import Torch

/// A generator of 32 x 32 images: transposed convolutions with batch norms whose scale and shift belong to
/// a class, where there are classes.
///
/// Source: Wu et al. 2018, arXiv:1809.02058, and the authors' code; the kernels are 4 x 4, where the code
/// has 5 x 5.
package final class ConditionalGenerator {
  /// Rows and columns of the images.
  package static let side = 32

  package let store: ParameterStore
  package let latent: Int
  private let entrance: Linear
  private let convolutions: [ConvTranspose2d]
  private let norms: [(norm: BatchNorm, gains: Tensor?, shifts: Tensor?)]
  private let width: Int

  /// - Parameter classes: 0: it makes images of no class in particular.
  package init(
    channels: Int, width: Int, latent: Int, classes: Int, in store: ParameterStore
  ) throws {
    let widths = [4 * width, 2 * width, width, channels]
    let small = Initializer.normal(mean: 0, deviation: 0.02)
    entrance = try Linear(latent, 16 * widths[0], in: store, "entrance", weights: small)
    convolutions = try (0..<3).map { index in
      try ConvTranspose2d(
        widths[index], widths[index + 1], kernel: 4, stride: 2, padding: 1, bias: index == 2,
        in: store, "conv\(index + 1)", weights: small)
    }
    norms = try (0..<3).map { index in
      func table(_ name: String) throws -> Tensor? {
        guard classes > 0 else { return nil }
        return try store.parameter("\(name)\(index + 1)", [classes, widths[index]], .zeros)
      }
      return (
        try BatchNorm(widths[index], in: store, "norm\(index + 1)"), try table("gains"),
        try table("shifts")
      )
    }
    (self.store, self.latent, self.width) = (store, latent, width)
  }

  package func noise(_ count: Int, key: RandomKey) throws -> Tensor {
    try .normal([count, latent], key: key, device: store.device)
  }

  /// Images, `[batch, channels, 32, 32]` in -1...1, of codes, `[batch, latent]`, and `labels`, `[batch]`.
  package func callAsFunction(
    _ codes: Tensor, _ labels: Tensor, _ mode: NormMode
  ) throws -> Tensor {
    try images(codes, mode) { try $0.indexSelect(dim: 0, labels) }
  }

  /// The same with `shares`, `[batch, classes]`, of the classes in each image; nil where there are none.
  package func callAsFunction(
    _ codes: Tensor, shares: Tensor?, _ mode: NormMode
  ) throws -> Tensor {
    try images(codes, mode) { table in try shares?.matmul(table) ?? table }
  }

  /// - Parameter rows: each image's row of a table, `[classes, channels]`: `[batch, channels]`.
  private func images(
    _ codes: Tensor, _ mode: NormMode, rows: (Tensor) throws -> Tensor
  ) throws -> Tensor {
    var values = try entrance(codes).reshape([codes.shape[0], 4 * width, 4, 4])
    for (convolution, layer) in zip(convolutions, norms) {
      values = try layer.norm(values, mode)
      if let gains = layer.gains, let shifts = layer.shifts {
        let gain = try (rows(gains) + 1.0).unsqueeze(2).unsqueeze(3)
        let shift = try rows(shifts).unsqueeze(2).unsqueeze(3)
        values = try values * gain + shift
      }
      values = try convolution(values.relu())
    }
    return try values.tanh()
  }
}
