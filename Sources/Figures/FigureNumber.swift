/// A number in JSON: a non-finite number is a word, and a subnormal number its bits, as no reader
/// gives it back where the processor takes such numbers for zero.
struct FigureNumber: Codable {
  let value: Double

  private static let mark = "bits:"

  /// By bits, as comparisons may take such a number for zero.
  private static func isSubnormal(_ bits: UInt64) -> Bool {
    bits & 0x7FF0_0000_0000_0000 == 0 && bits & 0x000F_FFFF_FFFF_FFFF != 0
  }

  init(_ value: Double) { self.value = value }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      value = number
      return
    }
    switch try container.decode(String.self) {
    case "nan": value = .nan
    case "inf": value = .infinity
    case "-inf": value = -.infinity
    case let text:
      guard text.hasPrefix(Self.mark),
        let bits = UInt64(text.dropFirst(Self.mark.count), radix: 16),
        Self.isSubnormal(bits)
      else { throw FigureError("not a number") }
      value = Double(bitPattern: bits)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if Self.isSubnormal(value.bitPattern) {
      try container.encode(Self.mark + String(value.bitPattern, radix: 16))
    } else if value.isFinite {
      try container.encode(value)
    } else {
      try container.encode(value.isNaN ? "nan" : value < 0 ? "-inf" : "inf")
    }
  }
}

extension Array where Element == Double {
  var figureNumbers: [FigureNumber] { map(FigureNumber.init) }
}

extension ClosedRange where Bound == Double {
  var figureNumbers: [FigureNumber] { [lowerBound, upperBound].figureNumbers }

  /// Reads a range as two numbers, the lower first.
  init(_ numbers: [FigureNumber]) throws {
    guard numbers.count == 2, numbers[0].value <= numbers[1].value else {
      throw FigureError("not a range")
    }
    self = numbers[0].value...numbers[1].value
  }
}
