import Catalog

/// What stands for a value in a statement: `400`, `$epochs`, `d.$i`, `(ours.last * 2)`.
///
/// The parser folds constant values into one `literal`. Operators stand
/// inside `arithmetic` or `expect` alone, lists outside it: parentheses shape the tree.
package indirect enum Expression: Sendable, Equatable {
  /// A value as it is written.
  case literal(Value)
  /// A variable: `$epochs`.
  case variable(String)
  /// A name with parts that are evaluated: `d.$i`, `$l.last`; at least two parts.
  case element([Field])
  /// Quoted text with variables in it: `"best $b"`.
  case template([TextPart])
  /// Several values, one of which at least is no literal: `400,$n`.
  case list([Expression])
  /// Arithmetic in parentheses, in which a name stands for the number it has: `(2 * ours.last)`.
  case arithmetic(Expression)
  /// The number with its sign turned.
  case negative(Expression)
  /// Two operands and what stands between them.
  case binary(Operator, Expression, Expression)

  /// The parts of a name that needs no evaluation; nil for anything else.
  package var path: [String]? {
    guard case .literal(let value) = self else { return nil }
    return value.path
  }

  /// The name `d.3` of the parts `d` and `3`.
  static func name(_ path: [String]) -> Expression { .literal(.name(path.joined(separator: "."))) }

  /// Several items, as one literal if each is one.
  static func several(_ items: [Expression]) -> Expression {
    var values: [Value] = []
    for case .literal(let value) in items { values.append(value) }
    return values.count == items.count ? .literal(.list(values)) : .list(items)
  }
}

extension Expression: CustomStringConvertible {
  /// The one spelling, with as few parentheses as keep the tree.
  package var description: String {
    switch self {
    case .literal(let value): value.description
    case .variable(let name): "$" + name
    case .element(let fields): fields.map(\.description).joined(separator: ".")
    case .template(let parts): parts.quoted
    case .list(let items): items.map(\.description).joined(separator: ",")
    case .arithmetic(let inner): "(\(inner))"
    case .negative(let operand):
      // A blank, not parentheses, which would nest one deeper than what was read.
      (operand.takesSign ? "- " : "-") + operand.wrapped(operand.precedence < 4)
    case .binary(let sign, let left, let right):
      left.wrapped(left.precedence < sign.precedence + (sign.isComparison ? 1 : 0))
        + " \(sign.rawValue) " + right.wrapped(right.precedence <= sign.precedence)
    }
  }

  private func wrapped(_ inParentheses: Bool) -> String {
    inParentheses ? "(\(self))" : description
  }

  private var precedence: Int {
    switch self {
    case .literal, .variable, .element, .template, .list, .arithmetic: 5
    case .negative: 4
    case .binary(let sign, _, _): sign.precedence
    }
  }

  /// Whether a minus in front would be read as part of the number.
  private var takesSign: Bool {
    switch self {
    case .literal(.integer(let value)), .literal(.range(let value, _)): value >= 0
    case .literal(.number(let value)): value.sign == .plus
    default: false
    }
  }
}
