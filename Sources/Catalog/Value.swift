import Text

/// A value: of an option, of a variable, or of a result.
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
    case .text(let value): QuotedText.session(value)
    case .name(let value): value
    case .flag(let value): value ? "yes" : "no"
    case .list(let items): items.map(\.description).joined(separator: ",")
    case .range(let lower, let upper): "\(lower)..\(upper)"
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

  /// The values of a list, with those of the ranges in it, of a range, or the one value; nil for a
  /// range that counts downward, or for more than a million numbers.
  package var each: [Value]? {
    let items = if case .list(let items) = self { items } else { [self] }
    var values: [Value] = []
    for item in items {
      guard case .range = item else {
        values.append(item)
        continue
      }
      guard let numbers = item.integers, values.count + numbers.count <= 1_000_000 else {
        return nil
      }
      values += numbers.map { .integer($0) }
    }
    return values
  }

  /// The item at this path of positions, counted from 1; nil if there is none.
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
