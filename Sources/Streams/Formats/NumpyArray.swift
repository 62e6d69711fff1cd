import Catalog

/// One array of an npz file, opened after its header.
struct NumpyArray {
  /// Little-endian element kinds that can be read.
  enum Kind: String {
    case uint8 = "|u1"
    case int8 = "|i1"
    case uint16 = "<u2"
    case int16 = "<i2"
    case uint32 = "<u4"
    case int32 = "<i4"
    case uint64 = "<u8"
    case int64 = "<i8"

    var bytes: Int { rawValue.last?.wholeNumberValue ?? 1 }
    var isSigned: Bool { rawValue.contains("i") }
  }

  let kind: Kind
  let extents: [Int]
  let stream: ByteStream

  /// Opens `name.npy` in the file.
  ///
  /// - Throws: `StreamsError` if it is not there or is of a form that cannot be read.
  init(_ name: String, in path: String, stop: StopSignal = .never) throws {
    stream = try ByteStream(path, member: name + ".npy", stop: stop)
    let start = try stream.bytes(8, of: "the header")
    guard start.starts(with: [0x93] + Array("NUMPY".utf8)), (1...3).contains(start[6]) else {
      throw StreamsError.file(stream.name, "byte 0: it is not a NumPy array; write it again")
    }
    let lengthBytes = try stream.bytes(start[6] == 1 ? 2 : 4, of: "the header")
    let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= 1 << 16 else {
      throw StreamsError.file(stream.name, "byte 8: its header would have \(length) bytes")
    }
    let text = String(decoding: try stream.bytes(length, of: "the header"), as: UTF8.self)
    let header = try NumpyHeader(text, in: stream.name)
    guard let kind = Kind(rawValue: header.kind) else {
      throw StreamsError.file(
        stream.name,
        "its dtype is '\(StreamsError.excerpt(header.kind))'; write images as uint8, labels as integers"
      )
    }
    guard !header.isFortran else {
      throw StreamsError.file(
        stream.name, "it is in Fortran order; write numpy.ascontiguousarray(...) instead")
    }
    (self.kind, extents) = (kind, header.extents)
  }

  /// All elements of an array of labels, [count] or [count, 1].
  func labels() throws -> [Int] {
    guard let count = extents.first, extents.dropFirst().allSatisfy({ $0 == 1 }), count >= 1,
      count <= ImageShape.largestCount
    else {
      throw StreamsError.file(
        stream.name, "its shape is \(StreamsError.excerpt("\(extents)")), not that of labels")
    }
    let bytes = try stream.bytes(count * kind.bytes, of: "the labels")
    try stream.expectEnd()
    return try (0..<count).map { place in
      var value: UInt64 = 0
      for byte in (0..<kind.bytes).reversed() {
        value = value << 8 | UInt64(bytes[place * kind.bytes + byte])
      }
      let shift = UInt64(64 - 8 * kind.bytes)
      if kind.isSigned { return Int(Int64(bitPattern: value << shift) >> Int64(shift)) }
      guard let label = Int(exactly: value) else {
        throw StreamsError.file(
          stream.name, "label \(value) of image \(place) is too large; use smaller numbers")
      }
      return label
    }
  }

  /// Images as [count, channels, height, width], from [count, height, width],
  /// [count, height, width, channels] or [count, channels, height, width].
  func images() throws -> (shape: ImageShape, count: Int, storage: ImageStorage) {
    guard kind == .uint8 else {
      throw StreamsError.file(
        stream.name, "its dtype is '\(kind.rawValue)'; images must be uint8, 0 to 255")
    }
    guard extents.count == 3 || extents.count == 4 else {
      throw StreamsError.file(
        stream.name,
        "its shape is \(StreamsError.excerpt("\(extents)")), not [count, height, width, ...]")
    }
    let isLast = extents.count == 3 || extents[3] == 1 || extents[3] == 3
    let all = extents.count == 3 ? extents + [1] : extents
    let order = isLast ? [3, 1, 2] : [1, 2, 3]
    let shape = try ImageShape.checked(
      count: all[0], channels: all[order[0]], height: all[order[1]], width: all[order[2]],
      bound: stream.bound, in: stream.name)
    let storage = try ImageStorage(count: all[0] * shape.count) { into in
      guard isLast, shape.channels > 1 else { return try stream.fill(into, with: "the pixels") }
      var image = [UInt8](repeating: 0, count: shape.count)
      let plane = shape.height * shape.width
      for index in 0..<all[0] {
        try image.withUnsafeMutableBytes { try stream.fill($0, with: "the pixels") }
        for place in 0..<shape.count {
          into[index * shape.count + place % shape.channels * plane + place / shape.channels] =
            image[place]
        }
      }
    }
    try stream.expectEnd()
    return (shape, all[0], storage)
  }
}

/// The dictionary at the beginning of an array: `{'descr': '|u1', 'fortran_order': False, ...}`.
struct NumpyHeader {
  let kind: String
  let isFortran: Bool
  let extents: [Int]

  init(_ text: String, in file: String) throws {
    func after(_ key: String) throws -> Substring {
      guard let range = text.firstRange(of: "'\(key)':") else {
        throw StreamsError.file(file, "its header has no '\(key)'; write it again")
      }
      return text[range.upperBound...].drop { $0 == " " }
    }
    let descr = try after("descr")
    guard descr.first == "'" else {
      throw StreamsError.file(file, "it has fields; images and labels must be plain arrays")
    }
    kind = String(descr.dropFirst().prefix { $0 != "'" })
    isFortran = try after("fortran_order").hasPrefix("True")
    let shape = try after("shape")
    let inner = shape.dropFirst().prefix { $0 != ")" }
    let numbers = inner.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
    extents = numbers.compactMap { Int($0) }
    guard shape.first == "(", extents.count == numbers.count, extents.allSatisfy({ $0 >= 0 }) else {
      throw StreamsError.file(file, "its header gives no shape; write it again")
    }
  }
}
