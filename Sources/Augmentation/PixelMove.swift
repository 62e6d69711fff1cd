import Torch

/// A transformation of an image that only moves whole pixels: a horizontal flip, then rotations by
/// 90 degrees, then a translation.
///
/// It is exact to the bit; gradients flow back to where pixels came from.
package struct PixelMove: Sendable, Equatable {
  /// How a translated image is filled up at its border.
  package enum Border: Sendable {
    /// Reflected about its outermost pixels.
    case mirror
    /// The outermost pixel repeated.
    case edge
  }

  /// Whether left and right are exchanged.
  package var isMirrored = false
  /// Counterclockwise rotations by 90 degrees; odd numbers need square images.
  package var quarterTurns = 0
  /// Pixels that the image moves to the right and down.
  package var (right, down) = (0, 0)

  package init(
    isMirrored: Bool = false, quarterTurns: Int = 0, right: Int = 0, down: Int = 0
  ) {
    (self.isMirrored, self.quarterTurns) = (isMirrored, quarterTurns)
    (self.right, self.down) = (right, down)
  }

  /// `images`, `[batch, channels, height, width]`, each moved by its own of `moves`.
  ///
  /// - Throws: `TorchError` unless there is one move for each image, or if images that are not square
  ///   are rotated by an odd number of right angles.
  package static func apply(
    _ moves: [PixelMove], to images: Tensor, border: Border = .mirror
  ) throws -> Tensor {
    let shape = images.shape
    guard shape.count == 4, shape[0] == moves.count else {
      throw TorchError("\(moves.count) moves do not fit images of shape \(shape)")
    }
    guard moves.contains(where: { $0 != PixelMove() }), shape[2] > 0, shape[3] > 0 else {
      return images
    }
    let (height, width) = (shape[2], shape[3])
    guard height == width || moves.allSatisfy({ $0.quarterTurns % 2 == 0 }) else {
      throw TorchError("images of \(height) x \(width) pixels cannot be rotated by 90 degrees")
    }
    var (rows, columns): ([Int], [Int]) = ([], [])
    for move in moves {
      let parts = move.places(height: height, width: width, border)
      rows += parts.rows
      columns += parts.columns
    }
    let places = try
      (Tensor(rows, shape: [shape[0], height, 1]) + Tensor(columns, shape: [shape[0], 1, width]))
      .reshape([shape[0], 1, height * width]).to(images.device)
      .expand([shape[0], shape[1], height * width])
    return try images.reshape([shape[0], shape[1], height * width])
      .gather(dim: 2, places).reshape(shape)
  }

  /// The index, in row-major order, that each pixel comes from: the sum of its row's and its column's
  /// part.
  private func places(
    height: Int, width: Int, _ border: Border
  ) -> (rows: [Int], columns: [Int]) {
    let rows = (0..<height).map { Self.inside($0, down, height, border) }
    let columns = (0..<width).map { Self.inside($0, right, width, border) }
    let column = { isMirrored ? width - 1 - $0 : $0 }
    switch ((quarterTurns % 4) + 4) % 4 {
    case 0: return (rows.map { $0 * width }, columns.map(column))
    case 1: return (rows.map { column(width - 1 - $0) }, columns.map { $0 * width })
    case 2:
      return (rows.map { (height - 1 - $0) * width }, columns.map { column(width - 1 - $0) })
    default: return (rows.map(column), columns.map { (height - 1 - $0) * width })
    }
  }

  /// The index among `count` that appears at `place` after a translation by `shift`.
  private static func inside(_ place: Int, _ shift: Int, _ count: Int, _ border: Border) -> Int {
    guard count > 1 else { return 0 }
    switch border {
    case .edge: return min(max(place - min(max(shift, -count), count), 0), count - 1)
    case .mirror:
      let period = 2 * (count - 1)
      let folded = ((place - shift % period) % period + period) % period
      return min(folded, period - folded)
    }
  }
}
