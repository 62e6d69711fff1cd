/// A value that a person gave to an option, after variables and expressions are worked out.
package enum Setting: Sendable, Equatable {
  case integer(Int)
  case number(Double)
  /// Quoted text, or a file.
  case text(String)
  /// A bare word: a live object, a choice or `yes` / `no`. Fields are joined by dots.
  case name(String)
  case list([Setting])
  /// `1..5`, both ends included.
  case range(Int, Int)
}

extension Setting: CustomStringConvertible {
  /// The canonical spelling: numbers in shortest round-trip digits, text in double quotes.
  package var description: String {
    switch self {
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): Setting.quoted(value)
    case .name(let value): value
    case .list(let items): items.map(\.description).joined(separator: ",")
    case .range(let lower, let upper): "\(lower)..\(upper)"
    }
  }

  /// `text` in double quotes, spelled as the language spells it.
  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case _ where isHidden(scalar): out += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}

extension Setting {
  /// Whether a terminal would not show it as it is: controls and marks of writing direction.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
      true
    default: false
    }
  }

  /// The whole numbers of a list, a range of at most a million, or a single number; else nil.
  package var integers: [Int]? {
    switch self {
    case .integer(let value): return [value]
    case .range(let lower, let upper):
      let (width, overflows) = upper.subtractingReportingOverflow(lower)
      guard !overflows, (0..<1_000_000).contains(width) else { return nil }
      return Array(lower...upper)
    case .list(let items):
      var all: [Int] = []
      for item in items {
        guard let more = item.integers else { return nil }
        all += more
      }
      return all
    default: return nil
    }
  }

  /// The number, whole or not; nil for anything else.
  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}
