import Torch

/// Places of points along the directions in which they differ most.
///
/// Computed from inner products, so that points may have many more coordinates than there are
/// points. The sign of each direction is chosen so that the farthest point is above 0.
struct PrincipalComponents {
  /// Of each point, `[points, components]`.
  let places: [[Double]]
  /// The share of the variance along each component, in 0...1.
  let shares: [Double]

  /// The first `count` components of `points`, `[points, ...]`.
  init(_ points: Tensor, count: Int = 2) throws {
    let size = points.shape.first ?? 0
    let rows = try points.detach().flatten(from: 1).to(.cpu).to(.float64)
    let centred = try rows - rows.mean(dims: [0], keepDims: true)
    let (values, vectors) = try centred.matmul(centred.transpose(0, 1)).eigenvectors()
    // In growing order; rounding may leave the smallest ones below 0.
    let variances = try values.doubles().map { max(0, $0) }
    let total = variances.reduce(0, +)
    let columns = try (0..<min(count, size)).map { component in
      let index = size - 1 - component
      let column = try vectors.select(dim: 1, index).doubles()
      let farthest = column.max { abs($0) < abs($1) } ?? 1
      let factor = variances[index].squareRoot() * (farthest < 0 ? -1 : 1)
      return (places: column.map { $0 * factor }, share: variances[index] / max(total, 1e-300))
    }
    places = (0..<size).map { row in columns.map { $0.places[row] } }
    shares = columns.map(\.share)
  }
}
