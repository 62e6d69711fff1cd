import Catalog

extension Statement {
  /// The statement with `$variable` replaced by `value`, so that it stands for itself.
  package func substituting(_ variable: String, _ value: Value) -> Statement {
    // A literal fits everywhere.
    (try? substituting(variable, with: .literal(value))) ?? self
  }

  /// The statement with `$variable` replaced by what is written in `value`.
  ///
  /// - Throws: `Diagnostic` if it stands in the name of a new object, and the value is arithmetic.
  func substituting(
    _ variable: String, with value: Expression
  ) throws(Diagnostic) -> Statement {
    switch self {
    case .invocation(var invocation):
      if var binding = invocation.binding {
        try binding.name.substitute(variable, value, at: invocation.span)
        try invocation.verb.substitute(variable, value, at: invocation.span)
        invocation.binding = binding
      }
      for index in invocation.arguments.indices {
        invocation.arguments[index].value =
          invocation.arguments[index].value.substituting(variable, value)
      }
      return .invocation(invocation)
    case .bind(let isParameter, let name, let bound, let span):
      return .bind(
        isParameter: isParameter, name: name, value: bound.substituting(variable, value),
        span: span)
    case .expect(let expression, let span):
      return .expect(expression.substituting(variable, value), span)
    case .loop(let own, let over, let body, let span):
      let head = Statement.loop(
        variable: own, over: over.substituting(variable, value), body: body, span: span)
      // An inner loop over the same name hides the outer one.
      return own == variable ? head : try head.substitutingInside(variable, value)
    case .choice(let condition, let then, let otherwise, let span):
      return try Statement.choice(
        condition.substituting(variable, value), then: then, otherwise: otherwise, span: span
      ).substitutingInside(variable, value)
    case .definition: return self
    }
  }

  private func substitutingInside(
    _ variable: String, _ value: Expression
  ) throws(Diagnostic) -> Statement {
    try mapping { inner throws(Diagnostic) in [try inner.substituting(variable, with: value)] }
  }
}

extension String {
  /// Substitutes a variable in a computed name, as in `f.$s`.
  fileprivate mutating func substitute(
    _ variable: String, _ value: Expression, at span: Span
  ) throws(Diagnostic) {
    guard contains("$"), !variable.isEmpty else { return }
    var parts: [String] = []
    for part in split(separator: ".", omittingEmptySubsequences: false).map(String.init) {
      guard part == "$" + variable else {
        parts.append(part)
        continue
      }
      switch value {
      case .literal, .variable, .element: parts.append(value.description)
      default:
        throw Diagnostic(
          "$\(variable) stands in a name, so that it cannot be \(value)", at: span,
          suggestion: "give the value a name first: let n = \(value)")
      }
    }
    self = parts.joined(separator: ".")
  }
}

extension Expression {

  fileprivate func substituting(_ variable: String, _ value: Expression) -> Expression {
    switch self {
    case .variable(variable): value
    case .literal, .variable: self
    case .element(let fields):
      Field.name(
        of: fields.enumerated().flatMap { place, field in
          field.substituting(variable, value, isFirst: place == 0)
        })
    case .template(let parts): Self.text(parts, variable, value)
    case .list(let items): .several(items.map { $0.substituting(variable, value) })
    case .arithmetic(let inner): .arithmetic(inner.substituting(variable, value))
    case .negative(let inner): .negative(inner.substituting(variable, value))
    case .binary(let sign, let left, let right):
      .binary(sign, left.substituting(variable, value), right.substituting(variable, value))
    }
  }

  /// Text with a variable filled in; what is not known yet stays arithmetic.
  private static func text(
    _ parts: [TextPart], _ variable: String, _ value: Expression
  ) -> Expression {
    let inner = parts.map { part -> TextPart in
      switch (part, value) {
      case (.expression(let expression), _): .expression(expression.substituting(variable, value))
      case (.variable(variable), .variable(let other)): .variable(other)
      case (.variable(variable), .arithmetic(let expression)): .expression(expression)
      case (.variable(variable), .element), (.variable(variable), .negative),
        (.variable(variable), .binary):
        .expression(value)
      default: part
      }
    }
    guard case .literal(let known) = value else { return .template(inner) }
    return inner.filled { $0 == variable ? known : nil }.expression
  }
}

extension Field {
  /// What stands for this part; a value that is not part of a name stays a variable.
  fileprivate func substituting(
    _ variable: String, _ value: Expression, isFirst: Bool
  ) -> [Field] {
    switch (self, value) {
    case (.variable(variable), .literal(.integer(let number))) where number >= 0 && !isFirst:
      [.name("\(number)")]
    case (.variable(variable), .literal(.name)): (value.path ?? []).map(Field.name)
    case (.variable(variable), .variable(let other)): [.variable(other)]
    case (.variable(variable), .element(let fields)): fields
    case (.variable(variable), .arithmetic(let inner)) where !isFirst: [.expression(inner)]
    case (.expression(let expression), _): [.expression(expression.substituting(variable, value))]
    default: [self]
    }
  }

  /// The name that these parts make.
  fileprivate static func name(of fields: [Field]) -> Expression {
    var path: [String] = []
    for case .name(let name) in fields { path.append(name) }
    return path.count == fields.count ? .name(path) : .element(fields)
  }
}
