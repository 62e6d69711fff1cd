/// What a stretch of text is, for colouring.
package enum TokenKind: String, Sendable, CaseIterable {
  /// `let`, `for`, `in`, a preposition and the like.
  case keyword
  /// A command or a maker.
  case verb
  /// The kind in a declaration.
  case kind
  /// A name, with its fields.
  case name
  /// An option with its `=`.
  case option
  /// A number.
  case number
  /// Quoted text or a path.
  case text
  /// `$` and a name.
  case variable
  /// From `#` to the end of the line.
  case comment
  /// A sign such as `,` or `{`.
  case sign
  /// Blanks, line ends and `\` at the end of a line.
  case blank
  /// Invalid text.
  case error
}

/// Colours text while it is typed, whether or not it is right.
package enum Highlighter {
  /// Stretches in order that cover the source exactly once.
  package static func tokens(in source: String) -> [(span: Span, kind: TokenKind)] {
    let lexer = Lexer(source)
    var found: [(span: Span, kind: TokenKind)] = []
    var end = 0
    var next = 0
    func add(_ kind: TokenKind, _ span: Span) {
      if span.lower > end { found.append((Span(lower: end, upper: span.lower), .blank)) }
      if span.upper > span.lower { found.append((span, kind)) }
      end = span.upper
    }
    var roles = RoleScan(tokens: lexer.tokens)
    for (index, token) in lexer.tokens.enumerated() {
      while next < lexer.comments.count, lexer.comments[next].lower < token.span.lower {
        add(.comment, lexer.comments[next])
        next += 1
      }
      add(roles.kind(at: index), token.span)
    }
    for comment in lexer.comments[next...] { add(.comment, comment) }
    return found
  }
}

/// Determines from its neighbours what a word is.
private struct RoleScan {
  let tokens: [Token]
  /// Where the statement began.
  private var start = 0
  /// Whether only line ends stand between a comma and the next token.
  private var isBehindComma = false

  init(tokens: [Token]) {
    self.tokens = tokens
  }

  /// The kind of the token at `index`; to be asked in order.
  mutating func kind(at index: Int) -> TokenKind {
    defer {
      if tokens[index].kind != .newline { isBehindComma = tokens[index].kind == .symbol(.comma) }
    }
    switch tokens[index].kind {
    case .word(let word): return wordKind(word, at: index)
    case .path: return index == start ? .error : .name
    case .fields: return .name
    case .option: return .option
    case .variable: return .variable
    case .integer, .number: return .number
    case .text, .template: return .text
    case .newline, .semicolon, .symbol(.open), .symbol(.close):
      if !(isBehindComma && tokens[index].kind == .newline) { start = index + 1 }
      return tokens[index].kind == .newline ? .blank : .sign
    case .symbol: return .sign
    case .invalid(let flaw):
      return flaw.unfinished == .text ? .text : flaw.unfinished == nil ? .error : .sign
    case .end: return .blank
    }
  }

  private func wordKind(_ word: String, at index: Int) -> TokenKind {
    let offset = index - start
    let isDeclaration =
      start + 2 < tokens.count && tokens[start + 2].kind == .symbol(.assign)
      && tokens[start + 1].isName
    switch offset {
    case 0 where Words.statements.contains(word) || word == "else": return .keyword
    case 1 where word == "if" && tokens[start].kind == .word("else"): return .keyword
    case 0: return isDeclaration ? .kind : .verb
    case 3 where isDeclaration && !isBind: return .verb
    case 2 where word == "in" && tokens[start].kind == .word("for"): return .keyword
    default:
      let follows = Words.prepositions.contains(word) && !isValue(at: index)
      return follows ? .keyword : .name
    }
  }

  private var isBind: Bool {
    tokens[start].kind == .word("let") || tokens[start].kind == .word("param")
  }

  /// Whether the token before asks for a value.
  private func isValue(at index: Int) -> Bool {
    switch tokens[index - 1].kind {
    case .option, .symbol(.comma), .symbol(.assign): true
    case .word(let word): Words.prepositions.contains(word) && index - start > 1
    default: false
    }
  }
}
