/// Bytes of a number, most significant first.
func bigEndian(_ value: Int, bytes: Int = 4) -> [UInt8] {
  (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

/// Bytes of a number, least significant first.
func littleEndian(_ value: Int, bytes: Int = 4) -> [UInt8] {
  bigEndian(value, bytes: bytes).reversed()
}

/// The checksum of gzip, zip and PNG.
func crc32(_ bytes: [UInt8]) -> Int {
  var value: UInt32 = 0xFFFF_FFFF
  for byte in bytes {
    value ^= UInt32(byte)
    for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
  }
  return Int(value ^ 0xFFFF_FFFF)
}

/// Deflate data with nothing packed.
func stored(_ bytes: [UInt8]) -> [UInt8] {
  var out: [UInt8] = []
  var rest = bytes[...]
  repeat {
    let piece = rest.prefix(65_535)
    rest = rest.dropFirst(piece.count)
    out.append(rest.isEmpty ? 1 : 0)
    out += littleEndian(piece.count, bytes: 2)
    out += littleEndian(65_535 - piece.count, bytes: 2)
    out += piece
  } while !rest.isEmpty
  return out
}

/// Bytes one after the other.
func joined(_ parts: [UInt8]...) -> [UInt8] { parts.flatMap { $0 } }

/// A gzip file.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
  joined(
    [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], stored(bytes), littleEndian(crc32(bytes)),
    littleEndian(bytes.count))
}

/// A zlib stream, as in PNG and MATLAB files.
func zlib(_ bytes: [UInt8]) -> [UInt8] {
  var (low, high) = (1, 0)
  for byte in bytes {
    low = (low + Int(byte)) % 65_521
    high = (high + low) % 65_521
  }
  return joined([0x78, 1], stored(bytes), bigEndian(high << 16 | low))
}

/// An IDX file of unsigned bytes, unless another type code is given.
func idxFile(_ extents: [Int], _ bytes: [UInt8], type: UInt8 = 8) -> [UInt8] {
  joined([0, 0, type, UInt8(extents.count)], extents.flatMap { bigEndian($0) }, bytes)
}

/// A zip file whose members are stored as they are.
func zip(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
  var (out, directory): ([UInt8], [UInt8]) = ([], [])
  for (name, bytes) in members {
    let size = littleEndian(bytes.count)
    let facts = joined(
      [0, 0, 0, 0, 0, 0, 0x21, 0], littleEndian(crc32(bytes)), size, size,
      littleEndian(name.utf8.count, bytes: 2), [0, 0])
    directory += joined(
      [0x50, 0x4B, 1, 2, 20, 0, 20, 0], facts, [UInt8](repeating: 0, count: 10),
      littleEndian(out.count), Array(name.utf8))
    out += joined([0x50, 0x4B, 3, 4, 20, 0], facts, Array(name.utf8), bytes)
  }
  let count = littleEndian(members.count, bytes: 2)
  return joined(
    out, directory, [0x50, 0x4B, 5, 6, 0, 0, 0, 0], count, count,
    littleEndian(directory.count), littleEndian(out.count), [0, 0])
}

/// A NumPy array file.
func npy(
  _ extents: [Int], _ bytes: [UInt8], kind: String = "|u1", isFortran: Bool = false
) -> [UInt8] {
  let shape = extents.map { "\($0), " }.joined()
  let order = isFortran ? "True" : "False"
  let header = "{'descr': '\(kind)', 'fortran_order': \(order), 'shape': (\(shape)), }"
  let padding = String(repeating: " ", count: 63 - (header.utf8.count + 10) % 64)
  return npy(header: header + padding + "\n", bytes)
}

/// A NumPy array file with any text as its header.
func npy(header: String, _ bytes: [UInt8]) -> [UInt8] {
  let text = Array(header.utf8)
  return joined(
    [0x93], Array("NUMPY".utf8), [1, 0], littleEndian(text.count, bytes: 2), text, bytes)
}

/// A PNG file of these rows, each without its filter byte; `depth` bits per value, `kind` 0 for
/// grey, 2 for colour, 4 and 6 for both with alpha.
func png(
  width: Int, height: Int, kind: UInt8 = 0, depth: UInt8 = 8, isInterlaced: Bool = false,
  chunks: [(String, [UInt8])] = [], _ rows: [[UInt8]]
) -> [UInt8] {
  func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
    let body = joined(Array(name.utf8), bytes)
    return joined(bigEndian(bytes.count), body, bigEndian(crc32(body)))
  }
  let pieces = isInterlaced ? interlaced(rows, width: width) : rows
  let raw: [UInt8] = pieces.flatMap { [0] + $0 }
  let header = joined(
    bigEndian(width), bigEndian(height), [depth, kind, 0, 0, isInterlaced ? 1 : 0])
  return joined(
    [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10], chunk("IHDR", header),
    chunks.flatMap { chunk($0.0, $0.1) }, chunk("IDAT", zlib(raw)), chunk("IEND", []))
}

/// The rows of the seven passes of an interlaced image whose pixels are whole bytes.
private func interlaced(_ rows: [[UInt8]], width: Int) -> [[UInt8]] {
  let passes = [
    (0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2),
    (1, 0, 2, 1),
  ]
  return passes.flatMap { top, left, down, right in
    stride(from: top, to: rows.count, by: down).compactMap { row in
      let size = rows[row].count / width
      let pass = stride(from: left, to: width, by: right).flatMap {
        rows[row][($0 * size)..<(($0 + 1) * size)]
      }
      return pass.isEmpty ? nil : pass
    }
  }
}

/// A tar file of these members.
func tar(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
  let blocks = members.flatMap { name, bytes in
    func field(_ text: String, _ size: Int) -> [UInt8] {
      Array(text.utf8) + [UInt8](repeating: 0, count: size - text.utf8.count)
    }
    let size = String(bytes.count, radix: 8)
    let octal = String(repeating: "0", count: 11 - size.count) + size
    var header = joined(
      field(name, 100), field("0000644", 8), field("0000000", 8), field("0000000", 8),
      field(octal, 12), field("00000000000", 12), [UInt8](repeating: 32, count: 8), [48],
      [UInt8](repeating: 0, count: 100), field("ustar", 6), [48, 48],
      [UInt8](repeating: 0, count: 247))
    let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
    let text = String(repeating: "0", count: 6 - sum.count) + sum
    header.replaceSubrange(148..<156, with: Array(text.utf8) + [0, 32])
    return joined(header, bytes, [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512))
  }
  return blocks + [UInt8](repeating: 0, count: 1024)
}

/// A square grey PNG of one value.
func greyPNG(_ side: Int, _ value: UInt8 = 128) -> [UInt8] {
  let row = [UInt8](repeating: value, count: side)
  return png(width: side, height: side, Array(repeating: row, count: side))
}

/// One array of a MATLAB 5 file; class 9 and type 2 are uint8, class 6 and type 9 double.
func matlabArray(
  _ name: String, _ extents: [Int], _ bytes: [UInt8], arrayClass: UInt8 = 9, type: Int = 2
) -> [UInt8] {
  func element(_ type: Int, _ bytes: [UInt8]) -> [UInt8] {
    let padding = [UInt8](repeating: 0, count: (8 - bytes.count % 8) % 8)
    return joined(littleEndian(type), littleEndian(bytes.count), bytes, padding)
  }
  let body = joined(
    element(6, [arrayClass, 0, 0, 0, 0, 0, 0, 0]),
    element(5, extents.flatMap { littleEndian($0) }), element(1, Array(name.utf8)),
    element(type, bytes))
  return joined(littleEndian(14), littleEndian(body.count), body)
}

/// An array as MATLAB 7 packs it.
func packedArray(_ array: [UInt8]) -> [UInt8] {
  let packed = zlib(array)
  return joined(littleEndian(15), littleEndian(packed.count), packed)
}

/// A MATLAB 5 file of these arrays.
func matlabFile(_ arrays: [UInt8]...) -> [UInt8] {
  let text = Array("MATLAB 5.0 MAT-file".utf8)
  return joined(
    text, [UInt8](repeating: 32, count: 116 - text.count), [UInt8](repeating: 0, count: 8),
    [0, 1, 0x49, 0x4D], arrays.flatMap { $0 })
}
