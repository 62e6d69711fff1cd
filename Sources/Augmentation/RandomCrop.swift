import Torch

/// Random crops of padded images and random horizontal flips, the usual augmentation for classifiers.
///
/// Padding repeats the outermost pixels.
package struct RandomCrop: Sendable {
  /// Pixels added on each side before images are cropped to their size, at most 65,536.
  package let padding: Int
  /// Whether half of the images are mirrored.
  package let mirrors: Bool
  /// Whether every image is cropped by itself, or the whole batch alike.
  package let isPerImage: Bool

  package init(padding: Int = 4, mirrors: Bool = true, isPerImage: Bool = true) {
    (self.padding, self.mirrors, self.isPerImage) = (
      min(max(0, padding), 65_536), mirrors, isPerImage
    )
  }

  /// Random crops of `images`, `[batch, channels, height, width]`.
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
