/// Writes PNG files without compression: one zlib stream of stored deflate blocks.
enum PNGWriter {
  /// A PNG file of `pixels` (row by row, pixel by pixel; 1 or 3 channels of 8 bits).
  static func file(_ pixels: [UInt8], width: Int, height: Int, channels: Int) -> [UInt8] {
    var rows: [UInt8] = []
    rows.reserveCapacity(pixels.count + height)
    for row in 0..<height {
      rows.append(0)  // each row names its filter: none
      rows += pixels[row * width * channels..<(row + 1) * width * channels]
    }
    let colourType: UInt8 = channels == 1 ? 0 : 2
    let header = bytes(UInt32(width)) + bytes(UInt32(height)) + [8, colourType, 0, 0, 0]
    return signature + chunk("IHDR", header) + chunk("IDAT", zlib(rows)) + chunk("IEND", [])
  }

  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// The CRC-32 of zip and PNG.
  static func crc32(_ data: [UInt8]) -> UInt32 {
    ~data.reduce(~0) { crcTable[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ ($0 >> 8) }
  }

  /// The Adler-32 sum of zlib.
  static func adler32(_ data: [UInt8]) -> UInt32 {
    var (first, second): (UInt32, UInt32) = (1, 0)
    for byte in data {
      first = (first + UInt32(byte)) % 65_521
      second = (second + first) % 65_521
    }
    return second << 16 | first
  }

  private static let crcTable: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
    }
  }

  private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + data
    return bytes(UInt32(data.count)) + body + bytes(crc32(body))
  }

  private static func zlib(_ data: [UInt8]) -> [UInt8] {
    let largestBlock = 65_535
    var stream: [UInt8] = [0x78, 0x01]
    stream.reserveCapacity(data.count + data.count / 8192 + 16)
    for start in stride(from: 0, to: data.count, by: largestBlock) {
      let end = min(start + largestBlock, data.count)
      let size = UInt16(end - start)
      stream.append(end == data.count ? 1 : 0)
      for part in [size, ~size] { stream += [UInt8(part & 0xFF), UInt8(part >> 8)] }
      stream += data[start..<end]
    }
    return stream + bytes(adler32(data))
  }

  private static func bytes(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
