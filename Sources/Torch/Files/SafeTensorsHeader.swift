/// The header of a safetensors file, which describes the tensors whose bytes follow.
struct SafeTensorsHeader: Equatable {
  /// One tensor of the file.
  struct Entry: Equatable {
    var name: String
    var encoding: Encoding
    var shape: [Int]
    /// Where the elements are, in bytes after the header.
    var range: Range<Int>
    /// Where the entry is, in bytes from the start of the file.
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
  /// How elements are stored; the names are those of the format.
  enum Encoding: String, CaseIterable {
    case float64 = "F64"
    case int64 = "I64"
    case float32 = "F32"
    case int32 = "I32"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case int16 = "I16"
    case int8 = "I8"
    case uint8 = "U8"
    case bool = "BOOL"

    /// The encoding of tensors that are written.
    init(_ type: ElementType) {
      self =
        switch type {
        case .uint8: .uint8
        case .int64: .int64
        case .float32: .float32
        case .float64: .float64
        case .bool: .bool
        }
    }

    /// Bytes of one element.
    var size: Int {
      switch self {
      case .float64, .int64: 8
      case .float32, .int32: 4
      case .float16, .bfloat16, .int16: 2
      case .int8, .uint8, .bool: 1
      }
    }

    /// libtorch's number for the encoding.
    var code: Int {
      switch self {
      case .int8: 1
      case .int16: 2
      case .int32: 3
      case .float16: 5
      case .bfloat16: 15
      case .uint8, .int64, .float32, .float64, .bool: type.code
      }
    }

    /// The type of tensors that are read: the smallest one that holds all values exactly.
    var type: ElementType {
      switch self {
      case .float64: .float64
      case .float32, .float16, .bfloat16: .float32
      case .int64, .int32, .int16, .int8: .int64
      case .uint8: .uint8
      case .bool: .bool
      }
    }
  }

  /// Reads the JSON of a header that stands at byte 8 of a file and precedes `dataSize` bytes.
  ///
  /// Only the objects, lists, strings and integers of the format are accepted, so that nothing can be
  /// nested deeply.
  init(parsing json: [UInt8], dataSize: Int) throws(Fault) {
    var reader = HeaderReader(bytes: json, offset: 8)
    var names: Set<String> = []
    try reader.object { key, position, reader throws(Fault) in
      guard names.insert(key).inserted else {
        throw Fault(message: "'\(key)' occurs twice", position: position)
      }
      if key == "__metadata__" {
        try reader.object { key, position, reader throws(Fault) in
          guard self.metadata.updateValue(try reader.string(), forKey: key) == nil else {
            throw Fault(message: "'\(key)' occurs twice", position: position)
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
    var encoding: Encoding?
    var shape: [Int]?
    var offsets: [Int]?
    try reader.object { key, position, reader throws(Fault) in
      switch key {
      case "dtype" where encoding == nil:
        let name = try reader.string()
        encoding = Encoding(rawValue: name)
        guard encoding != nil else {
          let known = Encoding.allCases.map(\.rawValue).joined(separator: ", ")
          throw Fault(
            message: "elements of type '\(name)' cannot be read, only \(known)",
            position: position)
        }
      case "shape" where shape == nil: shape = try reader.integers()
      case "data_offsets" where offsets == nil: offsets = try reader.integers()
      default: throw Fault(message: "'\(key)' is unknown or occurs twice", position: position)
      }
    }
    guard let encoding, let shape, let offsets else {
      throw Fault(
        message: "tensor '\(name)' lacks dtype, shape or data_offsets", position: position)
    }
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw Fault(message: "the data_offsets of '\(name)' are not a range", position: position)
    }
    guard shape.count <= 64, let count = try? Tensor.count(of: shape) else {
      throw Fault(message: "'\(name)' has an impossible shape", position: position)
    }
    let needed = count * encoding.size
    guard needed == offsets[1] - offsets[0] else {
      throw Fault(
        message: "'\(name)' needs \(needed) bytes but has \(offsets[1] - offsets[0])",
        position: position)
    }
    return Entry(
      name: name, encoding: encoding, shape: shape, range: offsets[0]..<offsets[1],
      position: position)
  }

  /// Checks that the tensors follow one another without gaps and fill the file.
  private func checkRanges(dataSize: Int) throws(Fault) {
    var end = 0
    let inOrder = entries.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    for entry in inOrder {
      guard entry.range.upperBound <= dataSize else {
        throw Fault(
          message: "'\(entry.name)' extends past the end of the file", position: entry.position)
      }
      guard entry.range.lowerBound >= end else {
        throw Fault(message: "'\(entry.name)' overlaps another tensor", position: entry.position)
      }
      guard entry.range.lowerBound == end else {
        throw Fault(message: "there is a gap before '\(entry.name)'", position: entry.position)
      }
      end = entry.range.upperBound
    }
    guard end == dataSize else {
      throw Fault(message: "\(dataSize - end) bytes at the end belong to no tensor", position: 8)
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
      let shape = entry.shape.map(String.init).joined(separator: ",")
      let range = "\(entry.range.lowerBound),\(entry.range.upperBound)"
      parts.append(
        "\(Self.quote(entry.name)):"
          + "{\"dtype\":\"\(entry.encoding.rawValue)\",\"shape\":[\(shape)],\"data_offsets\":[\(range)]}"
      )
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
