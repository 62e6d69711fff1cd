internal import CFiles

/// One decoded image, [height, width, channels].
package struct DecodedImage {
  package let height: Int
  package let width: Int
  /// 1 for grey, 3 for colour.
  package let channels: Int
  package let pixels: [UInt8]
  /// As EXIF names it, 1 to 8; the pixels are as they are stored.
  var orientation = 1

  /// Reads a PNG or JPEG file.
  ///
  /// - Throws: `StreamsError` if it is neither, is damaged or ends too early.
  package init(_ path: String) throws {
    try self.init(Files.contents(path, atMost: DecodedImage.mostBytes), name: path)
  }

  /// Reads a PNG or JPEG image in memory; of the `headerOnly`, it has no pixels.
  ///
  /// - Throws: `StreamsError` if it is neither, is damaged or ends too early, or if reading was
  ///   stopped.
  package init(
    _ bytes: [UInt8], name path: String, headerOnly: Bool = false, stop: StopSignal = .never
  ) throws {
    var facts = cfiles_picture()
    let look = Files.call { cfiles_picture_look(bytes, bytes.count, &facts, $0, $1) }
    guard look.status == CFILES_OK else {
      throw StreamsError.file(path, look.message + Self.advice)
    }
    let (height, width) = (Int(facts.height), Int(facts.width))
    let channels = Int(facts.channels)
    guard !headerOnly else {
      self.init(height: height, width: width, channels: channels, pixels: [])
      orientation = Int(facts.orientation)
      return
    }
    var pixels = [UInt8](repeating: 0, count: height * width * channels)
    let decode = stop.asked { stop in
      Files.call {
        cfiles_picture_decode(bytes, bytes.count, &facts, &pixels, pixels.count, stop, $0, $1)
      }
    }
    guard decode.status != CFILES_STOPPED else { throw StreamsError.stopped }
    guard decode.status == CFILES_OK else {
      throw StreamsError.file(path, decode.message + Self.advice)
    }
    self.init(height: height, width: width, channels: channels, pixels: pixels)
    orientation = Int(facts.orientation)
  }

  init(height: Int, width: Int, channels: Int, pixels: [UInt8]) {
    (self.height, self.width) = (height, width)
    (self.channels, self.pixels) = (channels, pixels)
  }

  /// No image file may have more bytes.
  static let mostBytes = 1 << 28
  private static let advice = "; replace it or remove it, or skip such images with skip=damaged"

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
