import Torch

/// Small random turns, scales, slants and shifts, one draw for each image, which leave its class as
/// it is.
package struct RandomWarp: Sendable {
  /// The largest angle, in radians, to either side.
  package let turn: Double
  /// The largest part by which an image becomes larger or smaller.
  package let scale: Double
  /// The largest slant: columns that a row moves for each row above or below the centre.
  package let slant: Double
  /// The largest shift in either direction, as a part of the image's side.
  package let shift: Double

  package init(
    turn: Double = .pi / 18, scale: Double = 0.1, slant: Double = 0.15, shift: Double = 0.09
  ) {
    (self.turn, self.scale, self.slant, self.shift) = (turn, scale, slant, shift)
  }

  /// `images`, `[batch, channels, height, width]`, each changed by draws of its own; pixels are
  /// interpolated linearly.
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
