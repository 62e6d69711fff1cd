import Text

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
    case .text(let value): Quoting.session(value)
    case .name(let value): value
    case .list(let items): items.map(\.description).joined(separator: ",")
    case .range(let lower, let upper): "\(lower)..\(upper)"
    }
  }
}

extension Setting {
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
