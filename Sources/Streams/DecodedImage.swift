internal import CFiles

/// One decoded image, [height, width, channels].
struct DecodedImage {
  let height: Int
  let width: Int
  let channels: Int
  let pixels: [UInt8]

  /// Reads a PNG or JPEG file.
  ///
  /// - Throws: `StreamsError` if it is neither, is damaged or ends too early.
  init(_ path: String) throws {
    let bytes = try Files.contents(path, atMost: 1 << 28)
    var facts = cfiles_picture()
    let look = Files.call { cfiles_picture_look(bytes, bytes.count, &facts, $0, $1) }
    guard look.status == CFILES_OK else {
      throw StreamsError.file(path, look.message + Self.advice)
    }
    let (height, width) = (Int(facts.height), Int(facts.width))
    let channels = Int(facts.channels)
    var pixels = [UInt8](repeating: 0, count: height * width * channels)
    let decode = Files.call {
      cfiles_picture_decode(bytes, bytes.count, &facts, &pixels, pixels.count, $0, $1)
    }
    guard decode.status == CFILES_OK else {
      throw StreamsError.file(path, decode.message + Self.advice)
    }
    self.init(height: height, width: width, channels: channels, pixels: pixels)
  }

  init(height: Int, width: Int, channels: Int, pixels: [UInt8]) {
    (self.height, self.width) = (height, width)
    (self.channels, self.pixels) = (channels, pixels)
  }

  private static let advice = "; replace it or take it away"

  /// Writes the pixels [channels, height, width]; grey becomes three equal channels, colour becomes
  /// its luma (ITU-R BT.601, rounded).
  func write(channels wanted: Int, into: UnsafeMutableRawBufferPointer) {
    let plane = height * width
    for place in 0..<plane {
      if wanted == channels {
        for channel in 0..<wanted {
          into[channel * plane + place] = pixels[place * channels + channel]
        }
      } else if wanted == 1 {
        let (red, green) = (Int(pixels[place * 3]), Int(pixels[place * 3 + 1]))
        let blue = Int(pixels[place * 3 + 2])
        into[place] = UInt8((red * 19595 + green * 38470 + blue * 7471 + 32768) >> 16)
      } else {
        for channel in 0..<wanted { into[channel * plane + place] = pixels[place] }
      }
    }
  }
}
