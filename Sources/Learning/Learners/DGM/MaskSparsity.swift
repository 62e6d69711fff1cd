import Torch

/// The price of taking new capacity: R = sum m (1 - M) / sum (1 - M) over all entries of all layers,
/// M being what finished experiences reserved, so that using it again is free.
struct MaskSparsity {
  private let free: [Tensor]
  private let count: Double

  init(_ layers: [MaskedLayer]) throws {
    free = try layers.map { try $0.free() }
    count = try free.reduce(0) { try $0 + $1.sum().item() }
  }

  /// R of `masks`, one per layer: one number in 0...1.
  func callAsFunction(_ masks: [Tensor]) throws -> Tensor {
    let sums = try zip(masks, free).map { try ($0 * $1).sum() }
    return try Tensor.stack(sums, dim: 0).sum() / max(1, count)
  }
}
