import Foundation
import Torch

/// An affine transformation of colours, the same for all pixels of an image: c' = M c + t.
///
/// Colours are in -1...1 with grey at 0; the axis from black to white is (1, 1, 1) / sqrt(3).
package struct ColourMap: Sendable, Equatable {
  /// Three rows of M, each followed by its entry of t.
  package let rows: [[Double]]

  /// No change.
  package static let identity = ColourMap([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]])

  private init(_ rows: [[Double]]) { self.rows = rows }

  /// All colours brightened by `amount`.
  package static func brightness(_ amount: Double) -> ColourMap {
    ColourMap(identity.rows.map { Array($0.dropLast()) + [amount] })
  }

  /// The distance of all colours from grey multiplied by `factor`.
  package static func contrast(_ factor: Double) -> ColourMap {
    ColourMap(identity.rows.map { $0.map { $0 * factor } })
  }

  /// Luma inverted, hue and saturation preserved: I - 2 v v^T.
  package static let lumaFlip = along { $0 - 2.0 / 3 }

  /// Colours rotated about the axis from black to white by `angle`, in radians.
  package static func hue(_ angle: Double) -> ColourMap {
    // Rodrigues: cos I + (1 - cos) v v^T + sin [v]x, where [v]x has entries of 1 / sqrt(3).
    let (mean, side) = ((1 - cos(angle)) / 3, sin(angle) / 3.0.squareRoot())
    return ColourMap(
      (0..<3).map { row in
        (0..<3).map { column in
          let turn = [0, -side, side][(column - row + 3) % 3]
          return (row == column ? cos(angle) : 0) + mean + turn
        } + [0]
      })
  }

  /// The distance of all colours from the axis from black to white multiplied by `factor`.
  package static func saturation(_ factor: Double) -> ColourMap {
    along { $0 * factor + (1 - factor) / 3 }
  }

  /// The matrix whose entries are `entry` applied to those of the identity.
  private static func along(_ entry: (Double) -> Double) -> ColourMap {
    ColourMap(identity.rows.map { $0.dropLast().map(entry) + [0] })
  }

  /// This transformation, then `next`.
  package func then(_ next: ColourMap) -> ColourMap {
    let mine = rows + [[0, 0, 0, 1]]
    return ColourMap(
      next.rows.map { row in
        (0..<4).map { column in (0..<4).reduce(0) { $0 + row[$1] * mine[$1][column] } }
      })
  }

  /// `images`, `[batch, channels, height, width]`, each transformed by its own of `maps`.
  ///
  /// A grey image becomes the mean of its three equal channels, transformed; images with another number
  /// of channels are returned unchanged.
  ///
  /// - Throws: `TorchError` unless there is one map for each image.
  package static func apply(_ maps: [ColourMap], to images: Tensor) throws -> Tensor {
    let shape = images.shape
    guard shape.count == 4, shape[0] == maps.count else {
      throw TorchError("\(maps.count) colour maps do not fit images of shape \(shape)")
    }
    guard maps.contains(where: { $0 != .identity }) else { return images }
    let type = images.elementType ?? .float32
    func tensor(_ values: [Double], _ shape: [Int]) throws -> Tensor {
      try Tensor(values, shape: shape).to(type).to(images.device)
    }
    switch shape[1] {
    case 3:
      let matrices = try tensor(
        maps.flatMap { $0.rows.flatMap { $0.dropLast() } }, [maps.count, 3, 3])
      let offsets = try tensor(maps.flatMap { $0.rows.map { $0[3] } }, [maps.count, 3, 1])
      return try (matrices.matmul(images.flatten(from: 2)) + offsets).reshape(shape)
    case 1:
      let factors = maps.map { $0.rows.reduce(0) { $0 + $1[0] + $1[1] + $1[2] } / 3 }
      let offsets = maps.map { $0.rows.reduce(0) { $0 + $1[3] } / 3 }
      return try images * tensor(factors, [maps.count, 1, 1, 1])
        + tensor(offsets, [maps.count, 1, 1, 1])
    default: return images
    }
  }
}
