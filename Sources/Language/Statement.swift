/// One statement of the language; equality leaves the spans out.
package indirect enum Statement: Sendable {
  /// A command, or the making of an object.
  case invocation(Invocation)
  /// `let name = value`, or `param name = value`, which a run may override.
  case bind(isParameter: Bool, name: String, value: Expression, span: Span)
  /// `for variable in values { ... }`, or `repeat count { ... }` without a variable.
  case loop(variable: String?, over: Expression, body: [Statement], span: Span)
  /// `if condition { ... } else { ... }`; `otherwise` is empty where there is no `else`.
  case choice(Expression, then: [Statement], otherwise: [Statement], span: Span)
  /// `def name(parameters) { ... }`.
  case definition(Definition, Span)
  /// A comparison that must hold.
  case expect(Expression, Span)

  /// Where the statement is in its source.
  package var span: Span {
    switch self {
    case .invocation(let invocation): invocation.span
    case .bind(_, _, _, let span), .loop(_, _, _, let span), .choice(_, _, _, let span),
      .definition(_, let span), .expect(_, let span):
      span
    }
  }
}

extension Statement {
  /// Whether it runs other statements, whose results are recorded one by one.
  package var isBlock: Bool {
    switch self {
    case .loop, .choice: true
    case .invocation, .bind, .definition, .expect: false
    }
  }

  /// The statements in its blocks, in order.
  package var inner: [Statement] {
    switch self {
    case .loop(_, _, let body, _): body
    case .choice(_, let then, let otherwise, _): then + otherwise
    case .definition(let definition, _): definition.body
    case .invocation, .bind, .expect: []
    }
  }

  /// The statement at `place`, from 1, of a turn of a loop, or of branch 1 or 2 of an `if`.
  package func inner(turn: Int, place: Int) -> Statement? {
    let body: [Statement] =
      switch self {
      case .loop(_, _, let body, _): body
      case .choice(_, let then, let otherwise, _): turn == 1 ? then : otherwise
      case .invocation, .bind, .definition, .expect: []
      }
    return body.indices.contains(place - 1) ? body[place - 1] : nil
  }

  /// The same statement with `change` applied to those in its blocks.
  package func mapping(
    _ change: (Statement) throws(Diagnostic) -> [Statement]
  ) throws(Diagnostic) -> Statement {
    func all(_ body: [Statement]) throws(Diagnostic) -> [Statement] {
      var found: [Statement] = []
      for statement in body { found += try change(statement) }
      return found
    }
    switch self {
    case .loop(let variable, let over, let body, let span):
      return .loop(variable: variable, over: over, body: try all(body), span: span)
    case .choice(let condition, let then, let otherwise, let span):
      return .choice(condition, then: try all(then), otherwise: try all(otherwise), span: span)
    case .definition(var definition, let span):
      definition.body = try all(definition.body)
      return .definition(definition, span)
    case .invocation, .bind, .expect: return self
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
    case (.choice(let left, let then, let otherwise, _), .choice(let right, let other, let rest, _)):
      left == right && then == other && otherwise == rest
    case (.definition(let left, _), .definition(let right, _)):
      left == right
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
    func lines(_ body: [Statement]) -> [String] { body.map { $0.text(indent: indent + "    ") } }
    switch self {
    case .invocation(let invocation): return "\(indent)\(invocation)"
    case .bind(let isParameter, let name, let value, _):
      return "\(indent)\(isParameter ? "param" : "let") \(name) = \(value)"
    case .loop(let variable, let over, let body, _):
      let head = variable.map { "for \($0) in \(over) {" } ?? "repeat \(over) {"
      return ([indent + head] + lines(body) + [indent + "}"]).joined(separator: "\n")
    case .choice(let condition, let then, let otherwise, _):
      let first = [indent + "if \(condition) {"] + lines(then)
      var end = [indent + "}"]
      if otherwise.count == 1, case .choice = otherwise[0] {
        end = [indent + "} else " + otherwise[0].text(indent: indent).dropFirst(indent.count)]
      } else if !otherwise.isEmpty {
        end = [indent + "} else {"] + lines(otherwise) + end
      }
      return (first + end).joined(separator: "\n")
    case .definition(let definition, _):
      return ([indent + "def \(definition.head) {"] + lines(definition.body) + [indent + "}"])
        .joined(separator: "\n")
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
