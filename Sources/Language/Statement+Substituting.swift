extension Statement {
  /// The statement with `$variable` replaced by `value`, so that it stands for itself.
  package func substituting(_ variable: String, _ value: Value) -> Statement {
    switch self {
    case .invocation(var invocation):
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

extension Value {
  fileprivate func substituting(_ variable: String, _ value: Value) -> Value {
    switch self {
    case .variable(variable): value
    case .element(let fields):
      Field.reference(
        fields.enumerated().flatMap { place, field in
          field.substituting(variable, value, isFirst: place == 0)
        })
    case .list(let items): .list(items.map { $0.substituting(variable, value) })
    case .expression(let expression): .expression(expression.substituting(variable, value))
    default: self
    }
  }
}

extension Field {
  /// What stands for this part; a value that is no part of a name stays a variable.
  fileprivate func substituting(_ variable: String, _ value: Value, isFirst: Bool) -> [Field] {
    switch (self, value) {
    case (.variable(variable), .integer(let number)) where number >= 0 && !isFirst:
      [.name("\(number)")]
    case (.variable(variable), .reference(let path)): path.map(Field.name)
    case (.expression(let expression), _): [.expression(expression.substituting(variable, value))]
    default: [self]
    }
  }

  /// The reference that these parts make, if all are names.
  fileprivate static func reference(_ fields: [Field]) -> Value {
    var path: [String] = []
    for case .name(let name) in fields { path.append(name) }
    return path.count == fields.count ? .reference(path) : .element(fields)
  }
}

extension Expression {
  fileprivate func substituting(_ variable: String, _ value: Value) -> Expression {
    switch self {
    case .value(let own): .value(own.substituting(variable, value))
    case .negative(let inner): .negative(inner.substituting(variable, value))
    case .binary(let sign, let left, let right):
      .binary(sign, left.substituting(variable, value), right.substituting(variable, value))
    }
  }
}
