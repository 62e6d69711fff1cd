/// Reads the subset of JSON that headers of safetensors files use.
struct HeaderReader {
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
      throw fault("expected an integer of at most 63 bits")
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
          throw fault("this string is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): text += Array(String(try escaped()).utf8)
      case 0..<0x20: throw fault("a string contains a control character")
      default: text.append(byte)
      }
    }
    throw fault("a string does not end")
  }

  private mutating func escaped() throws(Fault) -> Unicode.Scalar {
    guard index < bytes.count else { throw fault("a string does not end") }
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
    default: throw fault("a string contains an unknown escape sequence")
    }
  }

  /// Reads what follows `\u` up to the last digit, which `escaped` then skips.
  private mutating func unicode() throws(Fault) -> Unicode.Scalar {
    var value = try fourDigits(from: index + 1)
    index += 4
    if 0xd800...0xdbff ~= value, index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "\\"),
      bytes[index + 2] == UInt8(ascii: "u")
    {
      let low = try fourDigits(from: index + 3)
      guard 0xdc00...0xdfff ~= low else {
        throw fault("a string contains half of a surrogate pair")
      }
      value = 0x10000 + (value - 0xd800) << 10 + (low - 0xdc00)
      index += 6
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw fault("a string contains half of a surrogate pair")
    }
    return scalar
  }

  private func fourDigits(from start: Int) throws(Fault) -> UInt32 {
    guard start + 4 <= bytes.count,
      bytes[start..<start + 4].allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
      let value = UInt32(String(decoding: bytes[start..<start + 4], as: UTF8.self), radix: 16)
    else { throw fault("expected four hexadecimal digits") }
    return value
  }

  /// Only padding may follow.
  mutating func end() throws(Fault) {
    space()
    guard index == bytes.count else { throw fault("unexpected characters after the header") }
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
    guard skips(character) else { throw fault("expected '\(character)'") }
  }
}
