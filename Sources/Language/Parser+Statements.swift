extension Parser {
  /// Reads one statement, up to what ends it.
  mutating func statement() throws(Diagnostic) -> Statement {
    guard case .word(let word) = token.kind else { throw noStatement() }
    switch word {
    case "let", "param": return try bind(isParameter: word == "param")
    case "for": return try loop()
    case "repeat": return try counted()
    case "if": return try choice()
    case "def": return try definition()
    case "else":
      throw Diagnostic(
        "'else' belongs behind the '}' of an 'if', on the same line", at: token.span)
    case "expect":
      let first = token
      index += 1
      let expression = try wholeExpression(for: "'expect'")
      return .expect(expression, span(from: first))
    default:
      return .invocation(try invocation())
    }
  }

  /// Reads `let name = value`; `name=value` without spaces says the same.
  private mutating func bind(isParameter: Bool) throws(Diagnostic) -> Statement {
    let first = token
    let keyword = isParameter ? "param" : "let"
    index += 1
    let name: String
    if case .option(let word) = token.kind {
      name = try unreserved(word, in: token)
      index += 1
    } else {
      name = try newName(for: "'\(keyword)'", example: "\(keyword) epochs = 2")
      guard token.kind == .symbol(.assign) else {
        throw expected("'='", example: "\(keyword) \(Lexer.shown(name)) = 2")
      }
      index += 1
    }
    let value = try value(for: "'\(Lexer.shown(name))'")
    return .bind(isParameter: isParameter, name: name, value: value, span: span(from: first))
  }

  private mutating func loop() throws(Diagnostic) -> Statement {
    let first = token
    index += 1
    let name = try newName(for: "'for'", example: "for s in 1..5 { ... }")
    guard token.kind == .word("in") else {
      throw expected("'in'", example: "for \(Lexer.shown(name)) in 1..5 { ... }")
    }
    index += 1
    let values = try value(for: "'in'")
    let body = try block()
    return .loop(variable: name, over: values, body: body, span: span(from: first))
  }

  private mutating func counted() throws(Diagnostic) -> Statement {
    let first = token
    index += 1
    let count = try value(for: "'repeat'")
    let body = try block()
    return .loop(variable: nil, over: count, body: body, span: span(from: first))
  }

  /// Reads a name that something new gets.
  mutating func newName(
    for owner: String, example: String
  ) throws(Diagnostic) -> String {
    guard case .word(let word) = token.kind else {
      if case .path = token.kind {
        throw Diagnostic("a new name cannot contain '.'", at: token.span, suggestion: nil)
      }
      throw expected("a name after \(owner)", example: example)
    }
    let name = try unreserved(word, in: token)
    index += 1
    return name
  }

  func unreserved(_ word: String, in token: Token) throws(Diagnostic) -> String {
    guard !Words.isReserved(word) else {
      let span = Span(
        lower: token.span.lower, upper: token.span.lower + word.unicodeScalars.count)
      throw Diagnostic(
        "'\(word)' is a keyword", at: span, suggestion: "choose another name")
    }
    return word
  }

  private mutating func invocation() throws(Diagnostic) -> Invocation {
    let first = token
    var binding: Binding?
    if case .word(let kind) = token.kind, let count = nameLength {
      binding = try declaration(of: kind, nameLength: count)
    }
    let verb: String
    switch token.kind {
    case .word(let word): verb = word
    case .variable(let name) where binding != nil: verb = "$" + name
    default: throw noMaker(for: binding)
    }
    let verbSpan = token.span
    index += 1
    let arguments = try arguments()
    return Invocation(
      binding: binding, verb: verb, arguments: arguments, span: span(from: first),
      verbSpan: verbSpan)
  }

  /// How many tokens after the next one make the name before an `=`: `f.$s` has three.
  private var nameLength: Int? {
    switch ahead(1).kind {
    case .word, .path, .variable: break
    default: return nil
    }
    var count = 1
    while ahead(count + 1).span.lower == ahead(count).span.upper {
      if case .fields = ahead(count + 1).kind {
        count += 1
      } else if ahead(count + 1).kind == .symbol(.point), case .variable = ahead(count + 2).kind {
        count += 2
      } else {
        break
      }
    }
    return ahead(count + 1).kind == .symbol(.assign) ? count : nil
  }

  /// Reads `KIND name =`, where variables may stand for parts of the name.
  private mutating func declaration(
    of kind: String, nameLength count: Int
  ) throws(Diagnostic) -> Binding {
    let (kindSpan, first) = (token.span, ahead(1))
    index += 1
    if case .word(let word) = first.kind { _ = try unreserved(word, in: first) }
    if case .path(let fields) = first.kind { _ = try unreserved(fields[0], in: first) }
    let nameSpan = first.span.joined(with: ahead(count - 1).span)
    index += count + 1
    return Binding(
      kind: kind, name: source(of: nameSpan), kindSpan: kindSpan, nameSpan: nameSpan)
  }

  private mutating func arguments() throws(Diagnostic) -> [Argument] {
    var arguments: [Argument] = []
    while !token.endsStatement {
      if isGlued, !isInvalid { throw glued() }
      arguments.append(try argument())
    }
    return arguments
  }

  private mutating func argument() throws(Diagnostic) -> Argument {
    let first = token
    var role = Argument.Role.operand
    var owner = ""
    switch first.kind {
    case .option(let name):
      role = .option(name)
      owner = "option '\(Lexer.shown(name))'"
      index += 1
    case .word(let word) where ahead(1).kind == .symbol(.assign):
      throw spacedOption(word)
    case .word(let word) where Words.prepositions.contains(word):
      role = .preposition(word)
      owner = "'\(word)'"
      index += 1
    default: break
    }
    let valueFirst = token
    let value = try value(for: owner)
    return Argument(
      role, value, span: span(from: first), valueSpan: span(from: valueFirst))
  }

  private var isInvalid: Bool {
    if case .invalid = token.kind { true } else { false }
  }
}
