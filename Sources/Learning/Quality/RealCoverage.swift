import Figures
import Streams
import Torch

/// Whether generated images of a class are like real ones, found without a trained network.
package enum RealCoverage {
  /// Below this share a game counts as failed.
  package static let least = 0.1
  /// Images of each kind, and rows and columns that they are reduced to.
  private static let (count, side) = (100, 16)
  /// Real images that a share needs.
  package static let fewest = 20

  /// The share of real images with a generated one nearer than their 5th nearest real neighbour, as
  /// normalized pixels of 16 x 16 see them; nil if there are too few or none are generated.
  ///
  /// Source: coverage of Naeem et al. 2020, arXiv:2002.09797, there on features of a network.
  package static func share(
    of real: ImageSelection, device: Device, _ dream: (Int) throws -> Tensor?
  ) throws -> Double? {
    let taken = min(count, real.count)
    guard taken >= fewest, let generated = try dream(taken) else { return nil }
    let images = try ImageFeed(real, device: device).batch(0..<taken).inputs
    return try withoutGradients {
      try SampleMeasure.coverage.value(
        ClassSamples(real: pixels(images), generated: pixels(generated)))
    }
  }

  /// Each image's pixels about their mean and of norm 1, so that contrast and brightness do not count,
  /// `[images, pixels]`; a flat image is all 0.
  private static func pixels(_ images: Tensor) throws -> Tensor {
    let shape = images.shape
    let pixels = try images.resized(height: min(side, shape[2]), width: min(side, shape[3]))
      .to(.cpu).to(.float64).flatten(from: 1)
    let centred = try pixels - pixels.mean(dims: [1], keepDims: true)
    return try centred / (centred.norm(dims: [1]).unsqueeze(1) + 1e-6)
  }

  /// A share as it is written in messages.
  package static func words(_ share: Double) -> String { Format.number(share) }
}
