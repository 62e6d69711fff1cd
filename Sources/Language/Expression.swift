/// Arithmetic and comparison: `ours.last > 0.9`, `2 * $epochs + 1`.
///
/// The parser puts neither lists nor expression values into it: parentheses shape the tree.
package indirect enum Expression: Sendable, Equatable {
  /// A plain value.
  case value(Value)
  /// The value with its sign turned.
  case negative(Expression)
  /// Two operands and what stands between them.
  case binary(Operator, Expression, Expression)
}

extension Expression: CustomStringConvertible {
  /// The one spelling, with as few parentheses as keep the tree.
  package var description: String {
    switch self {
    case .value(let value): value.description
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
    case .value: 5
    case .negative: 4
    case .binary(let sign, _, _): sign.precedence
    }
  }

  /// Whether a minus in front would be read as part of the number.
  private var takesSign: Bool {
    switch self {
    case .value(.integer(let value)), .value(.range(let value, _)): value >= 0
    case .value(.number(let value)): value.sign == .plus
    default: false
    }
  }
}
