import Torch

/// The order in which examples are to be kept so that the mean of any first few of them is near the
/// mean of all.
///
/// w begins as the mean of the features, each of length 1; the example with the largest w x is taken
/// next, and w grows by the mean less x.
/// Source: Rebuffi et al. 2017, arXiv:1611.07725, algorithm 4, as the authors' code has it.
enum Herding {
  /// The places of the first `count` of `features`, `[examples, units]`.
  static func order(_ count: Int, of features: Tensor) throws -> [Int] {
    let rows = try features.to(.cpu).to(.float64)
    let lengths = try rows.norm(dims: [1], keepDims: true).clamp(1e-12, nil)
    let unit = try rows / lengths
    let mean = try unit.mean(dims: [0])
    var (direction, taken) = (mean, [Double](repeating: 0, count: rows.shape[0]))
    return try (0..<min(count, rows.shape[0])).map { _ in
      let products = try unit.matmul(direction.unsqueeze(1)).squeeze(1).doubles()
      let place =
        products.indices.filter { taken[$0] == 0 }.max { products[$0] < products[$1] } ?? 0
      taken[place] = 1
      direction = try direction + mean - unit.select(dim: 0, place)
      return place
    }
  }
}
