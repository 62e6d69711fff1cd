/// What a safetensors file says about its tensors before their bytes.
struct SafeTensorsHeader: Equatable {
  /// One tensor of the file.
  struct Entry: Equatable {
    var name: String
    var type: ElementType
    var shape: [Int]
    /// Where the elements lie, in bytes after the header.
    var range: Range<Int>
    /// Where the entry stands, in bytes from the start of the file.
    var position: Int
  }

  var entries: [Entry] = []
  var metadata: [String: String] = [:]

  /// What is wrong and where, in bytes from the start of the file.
  struct Fault: Error, Equatable {
    var message: String
    var position: Int
  }
}

extension SafeTensorsHeader {
  /// The format's names of the element types.
  static let typeNames: [(name: String, type: ElementType)] = [
    ("F32", .float32), ("F64", .float64), ("I64", .int64), ("U8", .uint8), ("BOOL", .bool),
  ]

  /// Reads the JSON of a header that stands at byte 8 of a file and precedes `dataSize` bytes.
  ///
  /// Only the objects, lists, strings and whole numbers that the format knows are accepted, so
  /// nothing nests deeper than they do.
  init(parsing json: [UInt8], dataSize: Int) throws(Fault) {
    var reader = HeaderReader(bytes: json, offset: 8)
    var names: Set<String> = []
    try reader.object { key, position, reader throws(Fault) in
      guard names.insert(key).inserted else {
        throw Fault(message: "'\(key)' stands there twice", position: position)
      }
      if key == "__metadata__" {
        try reader.object { key, position, reader throws(Fault) in
          guard self.metadata.updateValue(try reader.string(), forKey: key) == nil else {
            throw Fault(message: "'\(key)' stands there twice", position: position)
          }
        }
      } else {
        self.entries.append(try Self.entry(named: key, at: position, &reader))
      }
    }
    try reader.end()
    try checkRanges(dataSize: dataSize)
  }

  private static func entry(
    named name: String, at position: Int, _ reader: inout HeaderReader
  ) throws(Fault) -> Entry {
    var type: ElementType?
    var shape: [Int]?
    var offsets: [Int]?
    try reader.object { key, position, reader throws(Fault) in
      switch key {
      case "dtype" where type == nil:
        let name = try reader.string()
        type = typeNames.first { $0.name == name }?.type
        guard type != nil else {
          throw Fault(message: "elements of type '\(name)' are not known", position: position)
        }
      case "shape" where shape == nil: shape = try reader.integers()
      case "data_offsets" where offsets == nil: offsets = try reader.integers()
      default: throw Fault(message: "'\(key)' is unknown or stands there twice", position: position)
      }
    }
    guard let type, let shape, let offsets else {
      throw Fault(
        message: "tensor '\(name)' lacks dtype, shape or data_offsets", position: position)
    }
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw Fault(message: "the data_offsets of '\(name)' are no range", position: position)
    }
    guard shape.count <= 64, let count = try? Tensor.count(of: shape) else {
      throw Fault(message: "the shape of '\(name)' is not possible", position: position)
    }
    guard count * type.size == offsets[1] - offsets[0] else {
      throw Fault(
        message: "'\(name)' needs \(count * type.size) bytes but has \(offsets[1] - offsets[0])",
        position: position)
    }
    return Entry(
      name: name, type: type, shape: shape, range: offsets[0]..<offsets[1], position: position)
  }

  /// The tensors lie one behind the other and fill the file.
  private func checkRanges(dataSize: Int) throws(Fault) {
    var end = 0
    let inOrder = entries.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    for entry in inOrder {
      guard entry.range.upperBound <= dataSize else {
        throw Fault(message: "'\(entry.name)' reaches past the end", position: entry.position)
      }
      guard entry.range.lowerBound >= end else {
        throw Fault(message: "'\(entry.name)' overlaps another", position: entry.position)
      }
      guard entry.range.lowerBound == end else {
        throw Fault(message: "a gap lies before '\(entry.name)'", position: entry.position)
      }
      end = entry.range.upperBound
    }
    guard end == dataSize else {
      throw Fault(message: "\(dataSize - end) bytes belong to no tensor", position: 8)
    }
  }

  /// The JSON, padded with spaces to a multiple of eight bytes.
  func json() -> [UInt8] {
    var parts: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map {
        "\(Self.quote($0.key)):\(Self.quote($0.value))"
      }
      parts.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    for entry in entries {
      let type = Self.typeNames.first { $0.type == entry.type }?.name ?? ""
      let shape = entry.shape.map(String.init).joined(separator: ",")
      let range = "\(entry.range.lowerBound),\(entry.range.upperBound)"
      parts.append(
        "\(Self.quote(entry.name)):"
          + "{\"dtype\":\"\(type)\",\"shape\":[\(shape)],\"data_offsets\":[\(range)]}")
    }
    let bytes = Array("{\(parts.joined(separator: ","))}".utf8)
    return bytes + [UInt8](repeating: UInt8(ascii: " "), count: (8 - bytes.count % 8) % 8)
  }

  private static func quote(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

/// Reads the small part of JSON that headers are made of.
private struct HeaderReader {
  typealias Fault = SafeTensorsHeader.Fault

  let bytes: [UInt8]
  /// Where `bytes` begin in the file.
  let offset: Int
  private var index = 0

  init(bytes: [UInt8], offset: Int) { (self.bytes, self.offset) = (bytes, offset) }

  private var position: Int { offset + index }

  private func fault(_ message: String) -> Fault { Fault(message: message, position: position) }

  /// Reads `{"key": value, ...}`; `member` reads each value.
  mutating func object(
    _ member: (String, Int, inout HeaderReader) throws(Fault) -> Void
  ) throws(Fault) {
    try expect("{")
    guard !skips("}") else { return }
    repeat {
      space()
      let start = position
      let key = try string()
      try expect(":")
      try member(key, start, &self)
    } while skips(",")
    try expect("}")
  }

  /// Reads `[1, 2, ...]`.
  mutating func integers() throws(Fault) -> [Int] {
    var numbers: [Int] = []
    try expect("[")
    guard !skips("]") else { return numbers }
    repeat { numbers.append(try integer()) } while skips(",")
    try expect("]")
    return numbers
  }

  private mutating func integer() throws(Fault) -> Int {
    space()
    let start = index
    while index < bytes.count, 0x30...0x39 ~= bytes[index] { index += 1 }
    guard let number = Int(String(decoding: bytes[start..<index], as: UTF8.self)),
      index - start == 1 || bytes[start] != 0x30
    else {
      index = start
      throw fault("a whole number of at most 63 bits is expected")
    }
    return number
  }

  mutating func string() throws(Fault) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw fault("the text before this is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): text += Array(String(try escaped()).utf8)
      case 0..<0x20: throw fault("a control character stands in a text")
      default: text.append(byte)
      }
    }
    throw fault("a text has no end")
  }

  private mutating func escaped() throws(Fault) -> Unicode.Scalar {
    guard index < bytes.count else { throw fault("a text has no end") }
    defer { index += 1 }
    switch bytes[index] {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "u"): return try unicode()
    default: throw fault("an unknown escape stands in a text")
    }
  }

  /// Reads what follows `\u`, up to the last digit, which it leaves for `escaped` to step over.
  private mutating func unicode() throws(Fault) -> Unicode.Scalar {
    var value = try fourDigits(from: index + 1)
    index += 4
    if 0xd800...0xdbff ~= value, index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "\\"),
      bytes[index + 2] == UInt8(ascii: "u")
    {
      let low = try fourDigits(from: index + 3)
      guard 0xdc00...0xdfff ~= low else { throw fault("half a character stands in a text") }
      value = 0x10000 + (value - 0xd800) << 10 + (low - 0xdc00)
      index += 6
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw fault("half a character stands in a text")
    }
    return scalar
  }

  private func fourDigits(from start: Int) throws(Fault) -> UInt32 {
    guard start + 4 <= bytes.count,
      bytes[start..<start + 4].allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
      let value = UInt32(String(decoding: bytes[start..<start + 4], as: UTF8.self), radix: 16)
    else { throw fault("four hexadecimal digits are expected") }
    return value
  }

  /// Only padding may follow.
  mutating func end() throws(Fault) {
    space()
    guard index == bytes.count else { throw fault("something follows the header's end") }
  }

  private mutating func space() {
    while index < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[index]) { index += 1 }
  }

  private mutating func skips(_ character: Unicode.Scalar) -> Bool {
    space()
    guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(Fault) {
    guard skips(character) else { throw fault("'\(character)' is expected") }
  }
}
