/// Resizing in integer arithmetic, so that every machine gives the same bytes.
///
/// The centred square of the image becomes `side` x `side`: shrinking averages the area that a new
/// pixel covers, enlarging is bilinear between pixel centres.
struct Resampling {
  /// The old pixels that make a new one, with weights that sum to `one`.
  private struct Taps {
    let first: Int
    let weights: [Int]
  }

  private static let one = 1 << 14
  let side: Int

  init(side: Int) { self.side = side }

  func callAsFunction(_ picture: DecodedImage) -> DecodedImage {
    let square = min(picture.height, picture.width)
    let (top, left) = ((picture.height - square) / 2, (picture.width - square) / 2)
    guard square != side || picture.height != picture.width else { return picture }
    let taps = (0..<side).map { Resampling.taps($0, of: side, from: square) }
    let channels = picture.channels
    // Rows are resized first: [square, side, channels] in units of 1 / 16.
    var rows = [Int](repeating: 0, count: square * side * channels)
    for row in 0..<square {
      for (column, tap) in taps.enumerated() {
        let start = ((top + row) * picture.width + left + tap.first) * channels
        for channel in 0..<channels {
          var sum = 0
          for (step, weight) in tap.weights.enumerated() {
            sum += weight * Int(picture.pixels[start + step * channels + channel])
          }
          rows[(row * side + column) * channels + channel] = (sum + (1 << 9)) >> 10
        }
      }
    }
    var pixels = [UInt8](repeating: 0, count: side * side * channels)
    let stride = side * channels
    for (row, tap) in taps.enumerated() {
      for place in 0..<stride {
        var sum = 0
        for (step, weight) in tap.weights.enumerated() {
          sum += weight * rows[(tap.first + step) * stride + place]
        }
        pixels[row * stride + place] = UInt8(clamping: (sum + (1 << 17)) >> 18)
      }
    }
    return DecodedImage(height: side, width: side, channels: channels, pixels: pixels)
  }

  private static func taps(_ place: Int, of new: Int, from old: Int) -> Taps {
    var first: Int
    var shares: [Int]
    let whole: Int
    if new <= old {
      // In units of 1 / new old pixels, the new pixel covers place * old ..< (place + 1) * old.
      let (from, to) = (place * old, (place + 1) * old)
      first = from / new
      let last = (to - 1) / new
      shares = (first...last).map { min(to, ($0 + 1) * new) - max(from, $0 * new) }
      whole = old
    } else {
      // In units of 1 / (2 * new): centres of old pixels lie at odd multiples of new.
      let centre = min(max((2 * place + 1) * old - new, 0), 2 * new * (old - 1))
      first = centre / (2 * new)
      let rest = centre % (2 * new)
      shares = rest == 0 ? [2 * new] : [2 * new - rest, rest]
      whole = 2 * new
    }
    var weights: [Int] = []
    var (sum, given) = (0, 0)
    for share in shares {
      sum += share
      let until = (sum * one + whole / 2) / whole
      weights.append(until - given)
      given = until
    }
    return Taps(first: first, weights: weights)
  }
}
