import Torch

/// Random crops of padded images, and random mirroring: what classifiers are trained with.
///
/// Padding repeats the outermost pixels.
package struct RandomCrop: Sendable {
  /// Pixels that are added at each side before images are cut back to their size.
  package let padding: Int
  /// Whether half of the images are mirrored.
  package let mirrors: Bool
  /// Whether every image has draws of its own; else one draw serves the whole batch.
  package let isPerImage: Bool

  package init(padding: Int = 4, mirrors: Bool = true, isPerImage: Bool = true) {
    (self.padding, self.mirrors, self.isPerImage) = (max(0, padding), mirrors, isPerImage)
  }

  /// `images`, `[batch, channels, height, width]`, cut out of themselves.
  package func callAsFunction(_ images: Tensor, key: RandomKey) throws -> Tensor {
    guard let count = images.shape.first, padding > 0 || mirrors else { return images }
    let moves = (0..<(isPerImage ? count : 1)).map { move(key("crop", $0)) }
    return try PixelMove.apply(
      isPerImage ? moves : Array(repeating: moves[0], count: count), to: images, border: .edge)
  }

  private func move(_ key: RandomKey) -> PixelMove {
    var draws = RandomDraws(key)
    return PixelMove(
      isMirrored: mirrors && draws.chance(0.5),
      right: draws.integer(in: -padding...padding), down: draws.integer(in: -padding...padding))
  }
}
