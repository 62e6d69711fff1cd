import Catalog

extension Statement {
  /// The statement with `$variable` replaced by `value`, so that it stands for itself.
  package func substituting(_ variable: String, _ value: Value) -> Statement {
    switch self {
    case .invocation(var invocation):
      invocation.binding?.name.substitute(variable, value)
      if invocation.binding != nil { invocation.verb.substitute(variable, value) }
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
      // An inner loop over the same name hides the outer one.
      let inner = own == variable ? body : body.map { $0.substituting(variable, value) }
      return .loop(
        variable: own, over: over.substituting(variable, value), body: inner, span: span)
    }
  }
}

extension String {
  /// Substitutes a variable in a computed name, as in `f.$s`.
  fileprivate mutating func substitute(_ variable: String, _ value: Value) {
    guard contains("$"), !variable.isEmpty else { return }
    self = split(separator: ".", omittingEmptySubsequences: false)
      .map { $0 == "$" + variable ? value.description : String($0) }.joined(separator: ".")
  }
}

extension Expression {
  fileprivate func substituting(_ variable: String, _ value: Value) -> Expression {
    switch self {
    case .variable(variable): .literal(value)
    case .literal, .variable: self
    case .element(let fields):
      Field.name(
        of: fields.enumerated().flatMap { place, field in
          field.substituting(variable, value, isFirst: place == 0)
        })
    case .template(let parts): parts.filled { $0 == variable ? value : nil }.expression
    case .list(let items): .several(items.map { $0.substituting(variable, value) })
    case .arithmetic(let inner): .arithmetic(inner.substituting(variable, value))
    case .negative(let inner): .negative(inner.substituting(variable, value))
    case .binary(let sign, let left, let right):
      .binary(sign, left.substituting(variable, value), right.substituting(variable, value))
    }
  }
}

extension Field {
  /// What stands for this part; a value that is not part of a name stays a variable.
  fileprivate func substituting(_ variable: String, _ value: Value, isFirst: Bool) -> [Field] {
    switch (self, value) {
    case (.variable(variable), .integer(let number)) where number >= 0 && !isFirst:
      [.name("\(number)")]
    case (.variable(variable), .name): (value.path ?? []).map(Field.name)
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
