import Catalog
import Torch

/// How the values of an experience's masks spread over 0...1 in the course of its training.
struct MaskHistory {
  /// When values are counted.
  enum Moments: String, SettingChoice {
    case dense, quarters

    /// Shares of the masks' training, in 0...1; channel masks decide in its first twentieth.
    var shares: [Double] {
      switch self {
      case .dense: [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]
      case .quarters: [0, 0.25, 0.5, 0.75, 1]
      }
    }
  }
  /// Equal parts of 0...1.
  static let bins = 10

  /// Mask entries, `[moments, layers, bins]` int64; a moment that was never reached is all 0.
  let counts: Tensor
  /// When they are counted.
  let moments: Moments

  init(layers: Int, _ moments: Moments, in store: ParameterStore) throws {
    self.moments = moments
    counts = try store.buffer(
      "histograms",
      .zeros([moments.shares.count, layers, Self.bins], type: .int64, device: store.device))
  }

  /// How many moments, from the first on, have been passed.
  func passed() throws -> Int {
    let sums = try counts.sum(dims: [1, 2]).integers()
    return (sums.lastIndex { $0 > 0 } ?? -1) + 1
  }

  /// Counts the values of `masks`, one tensor per layer.
  func record(_ masks: [Tensor], at moment: Int) throws {
    try withoutGradients {
      let row = try counts.select(dim: 0, moment)
      for (layer, mask) in masks.enumerated() {
        let places = try (mask.detach() * Double(Self.bins)).clamp(0, Double(Self.bins) - 1)
          .to(.int64)
        let numbers = try (0..<Self.bins).map { try (places .== Double($0)).sum() }
        try row.select(dim: 0, layer).copy(from: Tensor.stack(numbers, dim: 0))
      }
    }
  }

  /// Shares, `[moments][layers][bins]`; nil for a moment that was never reached.
  func shares() throws -> [[[Double]]?] {
    let (layers, flat) = (counts.shape[1], try counts.integers())
    return moments.shares.indices.map { moment in
      let rows = (0..<layers).map { layer in
        let start = (moment * layers + layer) * Self.bins
        return flat[start..<start + Self.bins].map(Double.init)
      }
      guard rows.contains(where: { $0.contains { $0 > 0 } }) else { return nil }
      return rows.map { row in
        let sum = max(1, row.reduce(0, +))
        return row.map { $0 / sum }
      }
    }
  }
}
