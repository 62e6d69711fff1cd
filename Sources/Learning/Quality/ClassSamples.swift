import Torch

/// Generated images of one class, or of all, beside real test images, as an oracle sees them.
package struct ClassSamples {
  /// `[images, features]`, float64.
  let real: Tensor
  let generated: Tensor
  /// The share of generated images that the oracle gives the class they were asked for; nil if they
  /// were asked for none.
  let recognised: Double?
  /// Distances between features, row by row: among real ones, among generated ones, and from each
  /// generated one (row) to each real one.
  let (amongReal, amongGenerated, across): ([[Double]], [[Double]], [[Double]])

  /// - Parameters:
  ///   - real: the oracle's features of real images, `[images, features]`, at least two.
  ///   - generated: the same of generated images.
  package init(real: Tensor, generated: Tensor, recognised: Double? = nil) throws {
    (self.real, self.generated) = (try real.to(.float64), try generated.to(.float64))
    self.recognised = recognised
    amongReal = try Self.distances(self.real, self.real)
    amongGenerated = try Self.distances(self.generated, self.generated)
    across = try Self.distances(self.generated, self.real)
  }

  /// Euclidean distances between the rows of two matrices.
  private static func distances(_ left: Tensor, _ right: Tensor) throws -> [[Double]] {
    let squares = try left.square().sum(dims: [1], keepDims: true)
    let others = try right.square().sum(dims: [1]).unsqueeze(0)
    let products = try left.matmul(right.transpose(0, 1)) * 2
    let flat = try (squares + others - products).clamp(0, nil).sqrt().doubles()
    let width = right.shape[0]
    return stride(from: 0, to: flat.count, by: max(1, width)).map { Array(flat[$0..<$0 + width]) }
  }

  /// The neighbour whose distance is the radius around an image; fewer where there are few images.
  static let neighbour = 5

  /// The distance of each image to its `neighbour`-th nearest one, itself left out.
  static func radii(_ distances: [[Double]]) -> [Double] {
    distances.enumerated().map { place, row in
      var others = row
      others.remove(at: place)
      others.sort()
      return others.isEmpty ? 0 : others[min(neighbour, others.count) - 1]
    }
  }

  /// The mean distance between two different images; 0 for fewer than two.
  static func spread(_ distances: [[Double]]) -> Double {
    let count = distances.count
    guard count > 1 else { return 0 }
    let sum = distances.enumerated().reduce(0) { sum, row in
      sum + row.element.enumerated().reduce(0) { $1.offset == row.offset ? $0 : $0 + $1.element }
    }
    return sum / Double(count * (count - 1))
  }
}
