/// Small images of one size, shown as a grid.
package struct ImageSheet: Sendable, Equatable {
  /// The images, each `channels` x `height` x `width` bytes, channel by channel, row by row.
  package let images: [[UInt8]]
  /// 1 for grey, 3 for red, green, blue.
  package let channels: Int
  /// Rows of pixels, 1...16384.
  package let height: Int
  /// Pixels in a row, 1...16384.
  package let width: Int
  /// A line under each image; may be fewer than the images.
  package let captions: [String]
  /// Images in a row; nil: as many as fit.
  package let columns: Int?

  static let largestSide = 16_384

  /// Makes a sheet; throws `FigureError` if a size is impossible or an image does not have it.
  package init(
    images: [[UInt8]], channels: Int, height: Int, width: Int, captions: [String] = [],
    columns: Int? = nil
  ) throws {
    guard channels == 1 || channels == 3 else {
      throw FigureError(
        "images have \(channels) channels; only 1 (grey) or 3 (colour) can be shown")
    }
    let sides = 1...Self.largestSide
    guard sides.contains(height), sides.contains(width) else {
      throw FigureError(
        "images of \(width) x \(height) pixels cannot be shown; sides go from 1 to 16384")
    }
    let size = channels * height * width
    if let index = images.firstIndex(where: { $0.count != size }) {
      throw FigureError(
        "image \(index + 1) has \(images[index].count) bytes; "
          + "\(channels) x \(height) x \(width) needs \(size)")
    }
    self.images = images
    self.channels = channels
    self.height = height
    self.width = width
    self.captions = captions
    self.columns = columns.map { max(1, $0) }
  }

  /// The grid as a PNG file: 2 pixels between images, which are enlarged `zoom` times.
  ///
  /// - Parameters:
  ///   - zoom: 1...16; without it, images under 40 pixels are enlarged 2 x.
  ///   - gap: the grey between images, white by default.
  package func png(zoom given: Int? = nil, gap: UInt8 = 255) -> [UInt8] {
    guard !images.isEmpty else { return PNGWriter.file([gap], width: 1, height: 1, channels: 1) }
    let square = images.count <= 10 ? images.count : Self.squareSide(images.count)
    let across = min(columns ?? square, images.count)
    let down = (images.count + across - 1) / across
    let zoom = min(16, max(1, given ?? (max(width, height) < 40 ? 2 : 1)))
    let (stepX, stepY) = (width * zoom + 2, height * zoom + 2)
    let (totalWidth, totalHeight) = (across * stepX - 2, down * stepY - 2)
    var pixels = [UInt8](repeating: gap, count: totalWidth * totalHeight * channels)
    for (index, image) in images.enumerated() {
      let (left, top) = (index % across * stepX, index / across * stepY)
      for y in 0..<height * zoom {
        var target = ((top + y) * totalWidth + left) * channels
        for x in 0..<width * zoom {
          for channel in 0..<channels {
            pixels[target] = image[(channel * height + y / zoom) * width + x / zoom]
            target += 1
          }
        }
      }
    }
    return PNGWriter.file(pixels, width: totalWidth, height: totalHeight, channels: channels)
  }

  /// The caption of an image; empty if it has none.
  func caption(_ index: Int) -> String {
    index < captions.count ? captions[index] : ""
  }

  private static func squareSide(_ count: Int) -> Int {
    Int(Double(count).squareRoot().rounded(.up))
  }
}
