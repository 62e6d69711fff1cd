import Language

/// A value of a result, as it stands in the journal, in JSON and at the prompt.
public enum Quantity: Sendable, Equatable {
  case integer(Int)
  case number(Double)
  case text(String)
  case flag(Bool)
  case list([Quantity])

  /// A list of numbers.
  public static func numbers(_ values: [Double]) -> Quantity { .list(values.map { .number($0) }) }

  /// A matrix, row by row.
  public static func matrix(_ rows: [[Double]]) -> Quantity { .list(rows.map { .numbers($0) }) }

  /// The number, whole or not; nil for anything else.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .flag(let value): value ? 1 : 0
    default: nil
    }
  }

  /// The items of a list of numbers; nil for anything else.
  public var numbers: [Double]? { items { $0.double } }

  /// The rows of a list of lists of numbers; nil for anything else and for an empty list.
  public var matrix: [[Double]]? { self == .list([]) ? nil : items { $0.numbers } }

  /// The items of a list of texts; nil for anything else.
  public var texts: [String]? { items { if case .text(let text) = $0 { text } else { nil } } }

  /// What is found by going to the items at these places, from 1; nil if one is not there.
  func item(at places: some Sequence<String>) -> Quantity? {
    var found = self
    for place in places {
      guard case .list(let items) = found, let number = Int(place), number > 0,
        number <= items.count
      else { return nil }
      found = items[number - 1]
    }
    return found
  }

  private func items<Item>(_ read: (Quantity) -> Item?) -> [Item]? {
    guard case .list(let items) = self else { return nil }
    let found = items.compactMap(read)
    return found.count == items.count ? found : nil
  }
}

extension Quantity {
  /// Whether both are of one form and value; what is not a number equals what is not one either.
  public static func == (left: Quantity, right: Quantity) -> Bool {
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

extension Quantity: CustomStringConvertible {
  /// The journal's spelling: shortest round-trip digits, quoted text, `[a,b]`.
  public var description: String {
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
public struct NamedValue: Sendable, Equatable {
  public let name: String
  public let value: Quantity
  /// Whether it differs from run to run (a time) and is never compared.
  public let isVolatile: Bool

  public init(_ name: String, _ value: Quantity, volatile: Bool = false) {
    (self.name, self.value, isVolatile) = (name, value, volatile)
  }
}
