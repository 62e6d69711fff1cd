import Foundation
import Torch

/// Random contrast and brightness of each image, so that neither tells generated images from real ones.
///
/// Contrast is 2^N(0, contrast), brightness N(0, brightness), for colours in -1...1.
package struct RandomJitter: Sendable {
  /// The standard deviation of the binary logarithm of contrast.
  package let contrast: Double
  /// The standard deviation of brightness.
  package let brightness: Double

  package init(contrast: Double = 0.5, brightness: Double = 0.3) {
    (self.contrast, self.brightness) = (contrast, brightness)
  }

  /// `images`, `[batch, 1 or 3, height, width]` in -1...1, each changed by itself; values may leave
  /// that range.
  package func callAsFunction(_ images: Tensor, key: RandomKey) throws -> Tensor {
    guard let count = images.shape.first else { return images }
    return try ColourMap.apply((0..<count).map { map(key("jitter", $0)) }, to: images)
  }

  private func map(_ key: RandomKey) -> ColourMap {
    var draws = RandomDraws(key)
    return ColourMap.contrast(pow(2, contrast * draws.normal()))
      .then(.brightness(brightness * draws.normal()))
  }
}
