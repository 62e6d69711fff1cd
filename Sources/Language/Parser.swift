/// Reads statements without knowing any command: names, options and blocks are recognised by form.
///
/// Work and memory grow with the length of the source; blocks, parentheses and signs may be
/// nested 64 deep.
package struct Parser {
  static let deepest = 64
  static let mostOperators = 512

  let tokens: [Token]
  let scalars: [Unicode.Scalar]
  var index = 0
  /// Open blocks, parentheses and signs around the current token.
  var depth = 0
  /// Operators of the current expression so far, which bounds the depth of its tree.
  var operators = 0

  init(_ lexer: Lexer) {
    (tokens, scalars) = (lexer.tokens, lexer.scalars)
  }

  /// The statements of a whole source, or the first thing that is wrong with it.
  ///
  /// - Parameter fillsText: whether `$name` in quoted text is a variable, which it is not in journals
  ///   of version 1.
  package static func statements(
    in source: String, fillsText: Bool = true
  ) throws(Diagnostic) -> [ParsedStatement] {
    var parser = Parser(Lexer(source, fillsText: fillsText))
    return try parser.source()
  }

  /// How far a text that is being typed is.
  package enum Completeness: Sendable {
    case complete
    /// An open block, open text, a backslash or a comma at the end asks for more.
    case incomplete
    case invalid
  }

  package static func completeness(of text: String) -> Completeness {
    do {
      _ = try statements(in: text)
      return .complete
    } catch {
      return error.isUnfinished ? .incomplete : .invalid
    }
  }

  /// Whether the prompt should run the text instead of asking for another line; text with an error
  /// is run, so that the error is shown.
  package static func isComplete(_ text: String) -> Bool {
    completeness(of: text) != .incomplete
  }

  mutating func source() throws(Diagnostic) -> [ParsedStatement] {
    var found: [ParsedStatement] = []
    skipSeparators()
    while token.kind != .end {
      let statement = try statement()
      found.append(ParsedStatement(statement: statement, span: statement.span))
      try endStatement()
      skipSeparators()
    }
    return found
  }

  /// Reads the statements between `{` and `}`, both of which it steps over.
  ///
  /// - Parameter missing: the message if no `{` is there.
  mutating func block(
    after missing: String = "expected '{' and the block to repeat"
  ) throws(Diagnostic) -> [Statement] {
    let opening = token
    guard opening.kind == .symbol(.open) else { throw unexpected(missing) }
    try descend()
    index += 1
    var body: [Statement] = []
    skipSeparators()
    while token.kind != .symbol(.close) {
      guard token.kind != .end else {
        throw unfinished(
          "the block is not closed", at: opening.span, suggestion: "add } at its end")
      }
      body.append(try statement())
      try endStatement()
      skipSeparators()
    }
    index += 1
    depth -= 1
    return body
  }

  /// Enters one level of nesting at the current token.
  mutating func descend() throws(Diagnostic) {
    depth += 1
    guard depth <= Parser.deepest else {
      throw Diagnostic(
        "nesting is deeper than \(Parser.deepest)", at: token.span,
        suggestion: "name the inner part with 'let', or write it flat")
    }
  }

  private mutating func skipSeparators() {
    while token.kind == .newline || token.kind == .semicolon { index += 1 }
  }

  private func endStatement() throws(Diagnostic) {
    guard token.endsStatement, depth > 0 || token.kind != .symbol(.close) else {
      throw unexpected()
    }
  }
}

extension Parser {
  /// The token to read next; the last one is always `end`.
  var token: Token { tokens[index] }

  /// The token `distance` after the next one.
  func ahead(_ distance: Int) -> Token {
    tokens[min(index + distance, tokens.count - 1)]
  }

  /// From the beginning of `first` to the end of the token read last.
  func span(from first: Token) -> Span {
    Span(lower: first.span.lower, upper: tokens[max(0, index - 1)].span.upper)
  }

  /// Whether the next token stands directly after the one read last.
  var isGlued: Bool {
    index > 0 && tokens[index - 1].span.upper == token.span.lower
  }

  func source(of span: Span) -> String {
    String(String.UnicodeScalarView(scalars[span.lower..<span.upper]))
  }
}
