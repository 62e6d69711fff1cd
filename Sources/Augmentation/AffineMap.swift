import Foundation
import Torch

/// An affine transformation of an image.
///
/// Points are (x, y) in pixels from the image's centre, x to the right and y down. The map takes a
/// point of the transformed image to the point of the original one that appears there.
package struct AffineMap: Sendable, Equatable {
  /// The coefficients of x, y and 1 in x', then those in y'.
  package let rows: [[Double]]

  /// No change.
  package static let identity = AffineMap([1, 0, 0], [0, 1, 0])

  private init(_ first: [Double], _ second: [Double]) { rows = [first, second] }

  /// The image scaled by `x` horizontally and `y` vertically.
  package static func scaling(x: Double, y: Double) -> AffineMap {
    AffineMap([1 / x, 0, 0], [0, 1 / y, 0])
  }

  /// The image rotated counterclockwise by `angle`, in radians.
  package static func rotation(_ angle: Double) -> AffineMap {
    AffineMap([cos(angle), -sin(angle), 0], [sin(angle), cos(angle), 0])
  }

  /// The image sheared: each row moves to the right by `slope` times its distance below the centre.
  package static func slant(_ slope: Double) -> AffineMap {
    AffineMap([1, -slope, 0], [0, 1, 0])
  }

  /// The image translated to the right and down, in pixels.
  package static func shift(right: Double, down: Double) -> AffineMap {
    AffineMap([1, 0, -right], [0, 1, -down])
  }

  /// This transformation, then `next`.
  package func then(_ next: AffineMap) -> AffineMap {
    let other = next.rows + [[0, 0, 1]]
    let product = rows.map { row in
      (0..<3).map { column in (0..<3).reduce(0) { $0 + row[$1] * other[$1][column] } }
    }
    return AffineMap(product[0], product[1])
  }

  /// `images`, `[batch, channels, height, width]`, each transformed by its own of `maps`, with bilinear
  /// interpolation and reflection at the border.
  ///
  /// Images whose map is the identity are returned unchanged, to the bit.
  ///
  /// - Throws: `TorchError` unless there is one map for each image.
  package static func apply(_ maps: [AffineMap], to images: Tensor) throws -> Tensor {
    let shape = images.shape
    guard shape.count == 4, shape[0] == maps.count else {
      throw TorchError("\(maps.count) maps do not fit images of shape \(shape)")
    }
    let moved = maps.indices.filter { maps[$0] != .identity }
    guard !moved.isEmpty else { return images }
    let (height, width) = (shape[2], shape[3])
    // x' 2 / width is what `sampled` takes: -1 at the left edge and 1 at the right one.
    var entries: [Double] = []
    for index in moved {
      entries += maps[index].rows[0].map { $0 * 2 / Double(width) }
      entries += maps[index].rows[1].map { $0 * 2 / Double(height) }
    }
    let (middle, centre) = (Double(height - 1) / 2, Double(width - 1) / 2)
    var places: [Double] = []
    for row in 0..<height {
      for column in 0..<width {
        places += [Double(column) - centre, Double(row) - middle, 1]
      }
    }
    let type = images.elementType ?? .float32
    let matrices = try Tensor(entries, shape: [moved.count, 2, 3]).transpose(1, 2)
    let grid = try Tensor(places, shape: [1, height * width, 3]).to(images.device)
      .matmul(matrices.to(images.device)).reshape([moved.count, height, width, 2]).to(type)
    guard moved.count < maps.count else { return try images.sampled(at: grid) }
    let still = maps.indices.filter { maps[$0] == .identity }
    let changed = try images.indexSelect(dim: 0, Tensor(moved).to(images.device))
      .sampled(at: grid)
    let kept = try images.indexSelect(dim: 0, Tensor(still).to(images.device))
    var order = [Int](repeating: 0, count: maps.count)
    for (place, index) in (still + moved).enumerated() { order[index] = place }
    return try Tensor.concatenate([kept, changed], dim: 0)
      .indexSelect(dim: 0, Tensor(order).to(images.device))
  }
}
