import Torch

/// Small random rotations, scalings, shears and translations of each image, which preserve its class.
package struct RandomWarp: Sendable {
  /// The largest rotation in either direction, in radians.
  package let turn: Double
  /// The largest relative change of size.
  package let scale: Double
  /// The largest shear: columns that a row moves for each row above or below the centre.
  package let slant: Double
  /// The largest translation in either direction, as a fraction of the image's side.
  package let shift: Double

  package init(
    turn: Double = .pi / 18, scale: Double = 0.1, slant: Double = 0.15, shift: Double = 0.09
  ) {
    (self.turn, self.scale, self.slant, self.shift) = (turn, scale, slant, shift)
  }

  /// `images`, `[batch, channels, height, width]`, each warped by itself, with bilinear interpolation.
  package func callAsFunction(_ images: Tensor, key: RandomKey) throws -> Tensor {
    let shape = images.shape
    guard shape.count == 4 else { return images }
    let maps = (0..<shape[0]).map { map(height: shape[2], width: shape[3], key("warp", $0)) }
    return try AffineMap.apply(maps, to: images)
  }

  private func map(height: Int, width: Int, _ key: RandomKey) -> AffineMap {
    var draws = RandomDraws(key)
    func upTo(_ limit: Double) -> Double { (2 * draws.uniform() - 1) * limit }
    let factor = 1 + upTo(scale)
    return AffineMap.slant(upTo(slant))
      .then(.scaling(x: factor, y: factor))
      .then(.rotation(upTo(turn)))
      .then(.shift(right: upTo(shift) * Double(width), down: upTo(shift) * Double(height)))
  }
}
