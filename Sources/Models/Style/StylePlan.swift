import Catalog

/// The convolutions of a style generator: their channels, and where the size doubles.
///
/// Up to three doublings, as for 32 x 32, each size but the last has two convolutions, the second of
/// which halves the channels. Larger images keep these seven and double after more of them: those
/// of 128 x 128 after the second to the sixth, with one more convolution at the full size, as
/// published; those of 64 x 64 after 2, 4, 5 and 6.
struct StylePlan {
  struct Layer: Equatable {
    /// Channels.
    let inputs, outputs: Int
    /// Rows and columns of its input.
    let height, width: Int
  }

  /// The most rows and columns that images may have.
  static let largest = 384

  let layers: [Layer]

  /// - Parameter width: channels at the full size.
  /// - Throws: `ModelError` if the smaller side of the images is too large.
  init(_ shape: ImageShape, width: Int) throws(ModelError) {
    let side = min(shape.height, shape.width)
    guard side <= Self.largest else {
      throw ModelError(
        "images of \(shape.height) x \(shape.width) are too large to be generated: up to "
          + "\(Self.largest) rows and columns work; resize them, for example data d = folder ... size=128"
      )
    }
    // As often as the smaller side, halved and rounded up, stays at 4 or more.
    var doublings = 0
    while (side - 1) >> (doublings + 1) >= 3 { doublings += 1 }
    // A last doubling is left to the stretching of the images.
    let skipped = max(0, doublings - 5)
    doublings -= skipped
    let places = doublings == 5 ? [2, 3, 4, 5, 6] : doublings == 4 ? [2, 4, 5, 6] : [2, 4, 6]
    let halvings = min(doublings, 3)
    layers = (0..<2 * halvings + (doublings == 5 ? 2 : 1)).map { index in
      let left = skipped + doublings - places.prefix(doublings).count { $0 <= index }
      let up = (1 << left) - 1
      return Layer(
        inputs: width << max(0, halvings - index / 2),
        outputs: width << max(0, halvings - (index + 1) / 2),
        height: (shape.height + up) >> left, width: (shape.width + up) >> left)
    }
  }
}
