/// A value: what an option is given, what a variable holds, and what a command answers.
package enum Value: Sendable {
  case integer(Int)
  case number(Double)
  /// Quoted text, or a file.
  case text(String)
  /// A bare word: a live object, a choice or `yes` / `no`. Fields are joined by dots.
  case name(String)
  case flag(Bool)
  case list([Value])
  /// `1..5`, both ends included.
  case range(Int, Int)
}

extension Value: Equatable {
  /// Whether both are of one form and content; NaN equals NaN, text is compared by scalars.
  package static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): left == right
    case (.number(let left), .number(let right)): left == right || left.isNaN && right.isNaN
    case (.text(let left), .text(let right)), (.name(let left), .name(let right)):
      left.unicodeScalars.elementsEqual(right.unicodeScalars)
    case (.flag(let left), .flag(let right)): left == right
    case (.list(let left), .list(let right)): left == right
    case (.range(let low, let high), .range(let other, let end)): low == other && high == end
    default: false
    }
  }
}

extension Value: CustomStringConvertible {
  /// The canonical spelling: numbers in shortest round-trip digits, text in double quotes.
  package var description: String {
    switch self {
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): Value.quoted(value)
    case .name(let value): value
    case .flag(let value): value ? "yes" : "no"
    case .list(let items): items.map(\.description).joined(separator: ",")
    case .range(let lower, let upper): "\(lower)..\(upper)"
    }
  }

  /// `text` in double quotes on one line, without control characters.
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

  /// Whether a terminal would not show it as it is: controls and marks of writing direction.
  package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
      true
    default: false
    }
  }
}

extension Value {
  /// A list of numbers.
  package static func numbers(_ values: [Double]) -> Value { .list(values.map { .number($0) }) }

  /// A matrix, row by row.
  package static func matrix(_ rows: [[Double]]) -> Value { .list(rows.map { .numbers($0) }) }

  /// The number, whole or not, with 1 and 0 for yes and no; nil for anything else.
  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .flag(let value): value ? 1 : 0
    default: nil
    }
  }

  /// The items of a list of numbers; nil for anything else.
  package var numbers: [Double]? { items { $0.double } }

  /// The rows of a list of lists of numbers; nil for anything else and for an empty list.
  package var matrix: [[Double]]? { self == .list([]) ? nil : items { $0.numbers } }

  /// The items of a list of texts; nil for anything else.
  package var texts: [String]? { items { if case .text(let text) = $0 { text } else { nil } } }

  /// A name and its fields, `["d", "3"]` for `d.3`; nil for anything else.
  package var path: [String]? {
    guard case .name(let name) = self else { return nil }
    return name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
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

  /// What is found by going to the items at these places, from 1; nil if one is not there.
  package func item(at places: some Sequence<String>) -> Value? {
    var found = self
    for place in places {
      guard case .list(let items) = found, let number = Int(place), number > 0,
        number <= items.count
      else { return nil }
      found = items[number - 1]
    }
    return found
  }

  private func items<Item>(_ read: (Value) -> Item?) -> [Item]? {
    guard case .list(let items) = self else { return nil }
    let found = items.compactMap(read)
    return found.count == items.count ? found : nil
  }
}
