/// One statement of the language; equality leaves the spans out.
package indirect enum Statement: Sendable {
  /// A command, or the making of an object.
  case invocation(Invocation)
  /// `let name = value`, or `param name = value`, which a run may override.
  case bind(isParameter: Bool, name: String, value: Expression, span: Span)
  /// `for variable in values { ... }`, or `repeat count { ... }` without a variable.
  case loop(variable: String?, over: Expression, body: [Statement], span: Span)
  /// A comparison that must hold.
  case expect(Expression, Span)

  /// Where the statement is in its source.
  package var span: Span {
    switch self {
    case .invocation(let invocation): invocation.span
    case .bind(_, _, _, let span), .loop(_, _, _, let span), .expect(_, let span): span
    }
  }
}

extension Statement: Equatable {
  /// Whether both say the same, wherever they stand.
  package static func == (left: Statement, right: Statement) -> Bool {
    switch (left, right) {
    case (.invocation(let left), .invocation(let right)):
      left == right
    case (.bind(let left, let name, let value, _), .bind(let right, let other, let second, _)):
      left == right && name == other && value == second
    case (.loop(let left, let over, let body, _), .loop(let right, let other, let second, _)):
      left == right && over == other && body == second
    case (.expect(let left, _), .expect(let right, _)):
      left == right
    default: false
    }
  }
}

extension Statement: CustomStringConvertible {
  /// The one spelling; blocks take several lines, indented by four spaces.
  package var description: String { text(indent: "") }

  private func text(indent: String) -> String {
    switch self {
    case .invocation(let invocation): return "\(indent)\(invocation)"
    case .bind(let isParameter, let name, let value, _):
      return "\(indent)\(isParameter ? "param" : "let") \(name) = \(value)"
    case .loop(let variable, let over, let body, _):
      let head = variable.map { "for \($0) in \(over) {" } ?? "repeat \(over) {"
      let lines = body.map { $0.text(indent: indent + "    ") }
      return ([indent + head] + lines + [indent + "}"]).joined(separator: "\n")
    case .expect(let expression, _): return "\(indent)expect \(expression)"
    }
  }
}

/// A statement with its place in the source.
package struct ParsedStatement: Sendable, Equatable {
  /// What was read.
  package var statement: Statement
  /// From its first to its last word.
  package var span: Span

  /// Makes a statement at a place.
  package init(statement: Statement, span: Span) {
    (self.statement, self.span) = (statement, span)
  }
}
