import Language

/// A value of a result, as it stands in the journal, in JSON and at the prompt.
package enum ResultValue: Sendable, Equatable {
  case integer(Int)
  case number(Double)
  case text(String)
  case flag(Bool)
  case list([ResultValue])

  /// A list of numbers.
  package static func numbers(_ values: [Double]) -> ResultValue {
    .list(values.map { .number($0) })
  }

  /// A matrix, row by row.
  package static func matrix(_ rows: [[Double]]) -> ResultValue { .list(rows.map { .numbers($0) }) }

  /// The number, whole or not; nil for anything else.
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

  /// What is found by going to the items at these places, from 1; nil if one is not there.
  package func item(at places: some Sequence<String>) -> ResultValue? {
    var found = self
    for place in places {
      guard case .list(let items) = found, let number = Int(place), number > 0,
        number <= items.count
      else { return nil }
      found = items[number - 1]
    }
    return found
  }

  private func items<Item>(_ read: (ResultValue) -> Item?) -> [Item]? {
    guard case .list(let items) = self else { return nil }
    let found = items.compactMap(read)
    return found.count == items.count ? found : nil
  }
}

extension ResultValue {
  /// Whether both are of one form and value; what is not a number equals what is not one either.
  package static func == (left: ResultValue, right: ResultValue) -> Bool {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): left == right
    case (.number(let left), .number(let right)): left == right || left.isNaN && right.isNaN
    case (.text(let left), .text(let right)):
      left.unicodeScalars.elementsEqual(right.unicodeScalars)
    case (.flag(let left), .flag(let right)): left == right
    case (.list(let left), .list(let right)): left == right
    default: false
    }
  }
}

extension ResultValue: CustomStringConvertible {
  /// The journal's spelling: shortest round-trip digits, quoted text, `[a,b]`.
  package var description: String {
    switch self {
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): Value.text(value).description
    case .flag(let value): value ? "true" : "false"
    case .list(let items): "[" + items.map(\.description).joined(separator: ",") + "]"
    }
  }
}

/// A value of a result with its name.
package struct NamedValue: Sendable, Equatable {
  package let name: String
  package let value: ResultValue
  /// Whether it differs from run to run (a time) and is never compared.
  package let isVolatile: Bool

  package init(_ name: String, _ value: ResultValue, volatile: Bool = false) {
    (self.name, self.value, isVolatile) = (name, value, volatile)
  }
}
