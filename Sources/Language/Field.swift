/// One part of a reference, evaluated when its line runs: `d.$i`, `d.($i + 1).train`.
package indirect enum Field: Sendable, Equatable {
  /// Written as it is: `d`, `3`, `train`.
  case name(String)
  /// A variable: `$i`.
  case variable(String)
  /// Arithmetic in parentheses; never the first part.
  case expression(Expression)
}

extension Field: CustomStringConvertible {
  /// The one spelling that parses back to this part.
  package var description: String {
    switch self {
    case .name(let name): name
    case .variable(let name): "$" + name
    case .expression(let expression): "(\(expression))"
    }
  }
}

extension Parser {
  /// Reads the parts after the variable or name that was read last; nil if there are none.
  mutating func element(behind first: [Field]) throws(Diagnostic) -> Expression? {
    var fields = first
    while isGlued {
      if case .fields(let names) = token.kind {
        index += 1
        fields += names.map(Field.name)
        continue
      }
      guard token.kind == .symbol(.point), ahead(1).span.lower == token.span.upper else { break }
      if case .variable(let name) = ahead(1).kind {
        index += 2
        fields.append(.variable(name))
      } else if ahead(1).kind == .symbol(.leftParenthesis) {
        index += 1
        fields.append(.expression(try parenthesized()))
      } else {
        break
      }
    }
    return fields.count > first.count ? .element(fields) : nil
  }
}
