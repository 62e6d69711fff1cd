import Catalog

extension Parser {
  /// Reads one value or a list of them; `owner` is what needs it, or empty.
  mutating func value(for owner: String) throws(Diagnostic) -> Expression {
    let first = try item(for: owner)
    guard token.kind == .symbol(.comma) else { return first }
    var items = [first]
    while token.kind == .symbol(.comma) {
      index += 1
      while token.kind == .newline { index += 1 }
      guard items.count < TextLimits.list else {
        throw Diagnostic("a list has at most \(TextLimits.list) values", at: token.span)
      }
      items.append(try item(for: "','"))
    }
    return .several(items)
  }

  mutating func item(for owner: String) throws(Diagnostic) -> Expression {
    operators = 0
    if let value = try literal() { return value }
    guard token.kind == .symbol(.leftParenthesis) else {
      throw noValue(for: owner)
    }
    return .arithmetic(try parenthesized())
  }

  /// Reads a value that is not in parentheses; nil if none begins here.
  private mutating func literal() throws(Diagnostic) -> Expression? {
    switch token.kind {
    case .symbol(.minus):
      guard takesSign(ahead(1)) else { return nil }
      return try number()
    case .integer, .number:
      return try number()
    case .text(let text):
      index += 1
      return .literal(.text(text))
    case .template(let parts):
      index += 1
      return .template(parts)
    case .variable(let name):
      index += 1
      return try element(behind: [.variable(name)]) ?? .variable(name)
    case .word(let word):
      index += 1
      return try element(behind: [.name(word)]) ?? .name([word])
    case .path(let fields):
      index += 1
      return try element(behind: fields.map(Field.name)) ?? .name(fields)
    default:
      return nil
    }
  }

  /// Whether a minus before this token is part of the number.
  private func takesSign(_ next: Token) -> Bool {
    guard next.span.lower == token.span.upper else { return false }
    switch next.kind {
    case .integer, .number: return true
    default: return false
    }
  }

  /// Reads a number or a range of whole numbers, with signs.
  private mutating func number() throws(Diagnostic) -> Expression {
    let first = token
    let isNegative = first.kind == .symbol(.minus)
    if isNegative { index += 1 }
    if case .number(let value) = token.kind {
      index += 1
      guard token.kind != .symbol(.dots) else { throw brokenRange(at: span(from: first)) }
      return .literal(.number(isNegative ? -value : value))
    }
    let lower = try integer(isNegative: isNegative, from: first)
    guard token.kind == .symbol(.dots) else { return .literal(.integer(lower)) }
    index += 1
    let second = token
    let isUpperNegative = second.kind == .symbol(.minus) && takesSign(ahead(1))
    if isUpperNegative { index += 1 }
    guard case .integer = token.kind else {
      guard !token.endsStatement else { throw brokenRange(at: span(from: first)) }
      throw isInvalidNumber ?? brokenRange(at: token.span)
    }
    return .literal(.range(lower, try integer(isNegative: isUpperNegative, from: second)))
  }

  private var isInvalidNumber: Diagnostic? {
    if case .invalid(let flaw) = token.kind { diagnostic(of: flaw) } else { nil }
  }

  private func brokenRange(at span: Span) -> Diagnostic {
    Diagnostic(
      "a range goes from one whole number to another", at: span, suggestion: "write it as in 1..5")
  }

  private mutating func integer(
    isNegative: Bool, from first: Token
  ) throws(Diagnostic) -> Int {
    guard case .integer(let magnitude) = token.kind else { throw unexpected() }
    let digits = token.span
    index += 1
    if isNegative, magnitude == UInt64(Int.max) + 1 { return .min }
    guard let value = Int(exactly: magnitude) else {
      let flaw = Lexer.tooLarge(source(of: digits))
      throw Diagnostic(flaw.message, at: digits, suggestion: flaw.suggestion)
    }
    return isNegative ? -value : value
  }
}

extension Parser {
  /// Reads an expression that stands without parentheses around it.
  mutating func wholeExpression(for owner: String) throws(Diagnostic) -> Expression {
    guard !token.endsStatement else { throw noValue(for: owner) }
    operators = 0
    return try comparison()
  }

  mutating func parenthesized() throws(Diagnostic) -> Expression {
    let opening = token
    try descend()
    index += 1
    let expression = try comparison()
    guard token.kind == .symbol(.rightParenthesis) else { throw notClosed(opening) }
    index += 1
    depth -= 1
    return expression
  }

  private mutating func comparison() throws(Diagnostic) -> Expression {
    let left = try chain(precedence: 2)
    guard let sign = token.infix, sign.isComparison else { return left }
    index += 1
    let right = try chain(precedence: 2)
    if let next = token.infix, next.isComparison {
      throw Diagnostic(
        "comparisons cannot be chained", at: token.span, suggestion: "write one 'expect' for each")
    }
    return .binary(sign, left, right)
  }

  /// Reads sums (precedence 2) or products (3), which group from the left.
  private mutating func chain(precedence: Int) throws(Diagnostic) -> Expression {
    var left = try precedence == 3 ? signed() : chain(precedence: 3)
    while let sign = token.infix, sign.precedence == precedence {
      operators += 1
      guard operators <= Parser.mostOperators else {
        throw Diagnostic(
          "the expression has more than \(Parser.mostOperators) operators", at: token.span,
          suggestion: "name a part of it with 'let'")
      }
      index += 1
      left = .binary(sign, left, try precedence == 3 ? signed() : chain(precedence: 3))
    }
    return left
  }

  private mutating func signed() throws(Diagnostic) -> Expression {
    if let value = try literal() { return value }
    switch token.kind {
    case .symbol(.minus):
      try descend()
      index += 1
      let operand = try signed()
      depth -= 1
      return .negative(operand)
    case .symbol(.leftParenthesis): return try parenthesized()
    default: throw noOperand()
    }
  }
}
