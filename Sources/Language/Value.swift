import Text

/// What an argument, a variable or a loop holds.
///
/// The parser makes lists of two or more values, none of which is a list.
package indirect enum Value: Sendable, Equatable {
  /// A whole number: `400`.
  case integer(Int)
  /// A finite number with a fraction or an exponent: `1e-3`.
  case number(Double)
  /// Quoted text, or a bare path that begins with `./`, `../`, `/` or `~/`.
  case text(String)
  /// A name and the fields behind it: `d.3.train`, `ours.*`, or just `d`.
  case reference([String])
  /// A reference with parts that are worked out: `d.$i`, `$l.last`; at least two parts.
  case element([Field])
  /// A variable: `$epochs`.
  case variable(String)
  /// Several values: `400,400`.
  case list([Value])
  /// Whole numbers from the first to the last: `1..5`.
  case range(Int, Int)
  /// Arithmetic in parentheses: `(2 * $epochs)`.
  case expression(Expression)
}

extension Value: CustomStringConvertible {
  /// The one spelling that parses back to this value.
  package var description: String {
    switch self {
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let text): Quoting.session(text)
    case .reference(let path): path.joined(separator: ".")
    case .element(let fields): fields.map(\.description).joined(separator: ".")
    case .variable(let name): "$" + name
    case .list(let items): items.map(\.description).joined(separator: ",")
    case .range(let first, let last): "\(first)..\(last)"
    case .expression(let expression): "(\(expression))"
    }
  }

  /// The text that `content` spells between quotes; nil if it is wrong or ends the text early.
  package static func unquoted(_ content: String) -> String? {
    let tokens = Lexer("\"" + content + "\"").tokens
    guard tokens.count == 2, case .text(let text) = tokens[0].kind else { return nil }
    return text
  }

  /// Whether a path can be written without quotes.
  package static func isBarePath(_ path: String) -> Bool {
    !path.hasPrefix("\"") && Lexer(path).tokens.map(\.kind) == [.text(path), .end]
  }
}
