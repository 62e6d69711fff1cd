extension Parser {
  /// Reads `if condition { ... }`, with `else { ... }` or `else if ...` behind its `}`.
  mutating func choice() throws(Diagnostic) -> Statement {
    let first = token
    try descend()
    index += 1
    let condition = try wholeExpression(for: "'if'")
    let then = try block(after: "expected '{' and the commands to run")
    var otherwise: [Statement] = []
    if token.kind == .word("else") {
      index += 1
      if token.kind == .word("if") {
        otherwise = [try choice()]
      } else {
        otherwise = try block(after: "expected '{' or 'if' after 'else'")
      }
    }
    depth -= 1
    return .choice(condition, then: then, otherwise: otherwise, span: span(from: first))
  }

  /// Reads `def name(parameter, parameter=default) { ... }`.
  mutating func definition() throws(Diagnostic) -> Statement {
    let first = token
    guard depth == 0 else {
      throw Diagnostic(
        "'def' is not allowed in a block", at: token.span, suggestion: "define it before the block")
    }
    index += 1
    let name = try newName(for: "'def'", example: "def study(n) { ... }")
    let parameters = try parameters()
    let body = try block(after: "expected '{' and the commands of '\(Lexer.shown(name))'")
    guard !body.isEmpty else {
      throw Diagnostic("'\(Lexer.shown(name))' has no commands", at: span(from: first))
    }
    return .definition(
      Definition(name: name, parameters: parameters, body: body), span(from: first))
  }

  /// Reads what stands in parentheses after the name, if there are any.
  private mutating func parameters() throws(Diagnostic) -> [Definition.Parameter] {
    guard token.kind == .symbol(.leftParenthesis) else { return [] }
    let opening = token
    index += 1
    var found: [Definition.Parameter] = []
    while token.kind != .symbol(.rightParenthesis) {
      guard !token.endsStatement else {
        throw Diagnostic("'(' is not closed", at: opening.span, suggestion: "add )")
      }
      let word = token
      let parameter = try parameter()
      guard !found.contains(where: { $0.name == parameter.name }) else {
        throw Diagnostic("'\(parameter.name)' is there twice", at: word.span)
      }
      guard parameter.fallback != nil || found.last?.fallback == nil else {
        throw Diagnostic(
          "'\(parameter.name)' needs a default, as the parameter before it has one", at: word.span)
      }
      found.append(parameter)
      if token.kind == .symbol(.comma) {
        index += 1
      } else if token.kind != .symbol(.rightParenthesis) {
        throw expected("',' or ')'", example: "def study(n, rate=0.1) { ... }")
      }
    }
    index += 1
    return found
  }

  private mutating func parameter() throws(Diagnostic) -> Definition.Parameter {
    if case .option(let word) = token.kind {
      let name = try unreserved(word, in: token)
      index += 1
      return Definition.Parameter(
        name: name, fallback: try item(for: "'\(Lexer.shown(name))'"))
    }
    let name = try newName(for: "'('", example: "def study(n, rate=0.1) { ... }")
    return Definition.Parameter(name: name, fallback: nil)
  }
}
