internal import CFiles
import Foundation

/// Writes PNG files, compressed, by libpng.
enum PNGWriter {
  /// A PNG file of `pixels` (row by row, pixel by pixel; 1 or 3 channels of 8 bits).
  ///
  /// - Returns: one grey pixel where memory does not suffice for the file.
  static func file(_ pixels: [UInt8], width: Int, height: Int, channels: Int) -> [UInt8] {
    guard width > 0, height > 0, pixels.count == width * height * channels,
      let columns = Int32(exactly: width), let rows = Int32(exactly: height)
    else { return file([136], width: 1, height: 1, channels: 1) }
    var size = cfiles_picture(
      width: columns, height: rows, channels: Int32(channels), orientation: 1)
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    guard cfiles_png_encode(pixels, &size, &bytes, &count, nil, 0) == CFILES_OK, let bytes else {
      return width * height == 1 ? [] : file([136], width: 1, height: 1, channels: 1)
    }
    defer { free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: count))
  }
}
