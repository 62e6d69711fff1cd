extension Parser {
  /// What is wrong with the next token: its own flaw, or that it stands where `message` says.
  func unexpected(_ message: String? = nil, suggestion: String? = nil) -> Diagnostic {
    if case .invalid(let flaw) = token.kind { return diagnostic(of: flaw) }
    if let message { return Diagnostic(message, at: place, suggestion: suggestion) }
    let found = Diagnostic("unexpected \(shown(token))", at: place, suggestion: suggestion)
    guard case .symbol(let symbol) = token.kind, suggestion == nil else { return found }
    return misplaced(symbol) ?? found
  }

  /// A symbol where no symbol belongs.
  private func misplaced(_ symbol: Token.Symbol) -> Diagnostic? {
    switch symbol {
    case .close, .rightParenthesis:
      return Diagnostic(
        "unmatched '\(symbol.rawValue)'", at: token.span, suggestion: "remove it")
    case .open:
      return Diagnostic(
        "a block needs 'for', 'repeat', 'if' or 'def' before it", at: token.span, suggestion: nil)
    case .question:
      return Diagnostic(
        "unexpected '?'", at: token.span, suggestion: "for help write ?topic alone on a line")
    case .leftParenthesis where isGlued && index > 0 && tokens[index - 1].isName:
      let word = Lexer.shown(source(of: tokens[index - 1].span))
      return Diagnostic(
        "'\(word)' is followed by a parenthesis", at: token.span,
        suggestion: "commands are written without parentheses: \(word) ...")
    case .minus where ahead(1).kind == .symbol(.minus) && ahead(1).span.lower == token.span.upper:
      return dashes
    case .slash where isGlued:
      return Diagnostic("unexpected '/'", at: token.span, suggestion: "put paths in quotes")
    case .assign
    where index > 0 && tokens[index - 1].isName
      && (index == 1 || tokens[index - 2].endsStatement):
      let word = Lexer.shown(source(of: tokens[index - 1].span))
      return Diagnostic(
        "unexpected '='", at: token.span, suggestion: "to name a value: let \(word) = ...")
    case .assign:
      return Diagnostic(
        "unexpected '='", at: token.span,
        suggestion: "options are name=value, comparisons use ==")
    default:
      guard token.infix != nil else { return nil }
      return Diagnostic(
        "'\(symbol.rawValue)' needs parentheses around it", at: token.span,
        suggestion: "write arithmetic as in (2 \(symbol.rawValue) $n)")
    }
  }

  /// `--epochs=2`, as options are written elsewhere.
  private var dashes: Diagnostic {
    let end = ahead(2)
    let span = token.span.joined(with: end.span)
    switch end.kind {
    case .option(let name):
      return Diagnostic(
        "options are written without dashes", at: span,
        suggestion: "write \(Lexer.shown(name))=VALUE")
    case .word("help"):
      return Diagnostic("help is a separate command", at: span, suggestion: "write help COMMAND")
    case .word(let name):
      return Diagnostic(
        "options are written without dashes", at: span,
        suggestion: "write \(Lexer.shown(name))=VALUE")
    default:
      return Diagnostic(
        "unexpected '--'", at: token.span, suggestion: "options are written name=value")
    }
  }

  func diagnostic(of flaw: Token.Flaw) -> Diagnostic {
    var found = Diagnostic(
      flaw.message, at: flaw.span ?? token.span, suggestion: flaw.suggestion)
    found.isUnfinished = flaw.unfinished != nil
    return found
  }

  func unfinished(_ message: String, at span: Span, suggestion: String?) -> Diagnostic {
    var found = Diagnostic(message, at: span, suggestion: suggestion)
    found.isUnfinished = true
    return found
  }

  func expected(_ what: String, example: String) -> Diagnostic {
    unexpected(
      "expected \(what), found \(shown(token))", suggestion: "write it as in: \(example)")
  }

  /// No statement begins at the next token.
  func noStatement() -> Diagnostic {
    switch token.kind {
    case .option(let name):
      let word = Lexer.shown(name)
      return Diagnostic(
        "a line begins with a command, not with an option", at: token.span,
        suggestion: "write 'let \(word) = ...' to name a value")
    case .symbol(.close), .symbol(.rightParenthesis), .symbol(.open): return unexpected()
    default:
      return unexpected("a line begins with a command, not with \(shown(token))")
    }
  }

  /// No maker is after `KIND name =`; with a value there it was meant as an option.
  func noMaker(for binding: Binding?) -> Diagnostic {
    guard let binding, !token.endsStatement else {
      return expected("a maker after '='", example: "data d = digits")
    }
    let option = "\(Lexer.shown(binding.name))=\(Lexer.shown(source(of: token.span)))"
    return unexpected(
      "expected a maker after '=', found \(shown(token))",
      suggestion: "for an option write \(option) without spaces")
  }

  /// No value begins at the next token, but `owner` needs one.
  func noValue(for owner: String) -> Diagnostic {
    let subject = owner.isEmpty ? "the command" : owner
    guard !token.endsStatement else {
      let before = tokens[max(0, index - 1)]
      guard before.kind == .symbol(.comma) || isBehindCommaAndLineEnds else {
        return Diagnostic("\(subject) needs a value", at: before.span, suggestion: nil)
      }
      return afterComma
    }
    if case .option(let name) = token.kind {
      let word = Lexer.shown(name)
      return Diagnostic(
        "\(subject) needs a value, found the option '\(word)'", at: token.span,
        suggestion: "put text that contains '=' in quotes")
    }
    switch token.kind {
    case .symbol(.comma) where !owner.isEmpty:
      return unexpected("\(subject) needs a value, found ','")
    default: return unexpected()
    }
  }

  private var isBehindCommaAndLineEnds: Bool { lastComma != nil }

  /// The comma that only line ends separate from the next token.
  private var lastComma: Token? {
    var before = index - 1
    while before >= 0, tokens[before].kind == .newline { before -= 1 }
    guard before >= 0, tokens[before].kind == .symbol(.comma) else { return nil }
    return tokens[before]
  }

  private var afterComma: Diagnostic {
    var found = Diagnostic(
      "',' needs a value after it", at: lastComma?.span ?? token.span, suggestion: nil)
    found.isUnfinished = token.kind == .end
    return found
  }

  /// No operand of an expression begins at the next token.
  func noOperand() -> Diagnostic {
    if case .option = token.kind {
      return Diagnostic("unexpected '='", at: sign(of: token), suggestion: "comparisons use ==")
    }
    guard token.endsStatement || token.kind == .symbol(.rightParenthesis) else {
      return unexpected("expected a value, found \(shown(token))")
    }
    let before = tokens[max(0, index - 1)]
    return Diagnostic("'\(source(of: before.span))' needs a value after it", at: before.span)
  }

  func notClosed(_ opening: Token) -> Diagnostic {
    switch token.kind {
    case .option:
      return Diagnostic("unexpected '='", at: sign(of: token), suggestion: "comparisons use ==")
    case .symbol(.assign):
      return unexpected("unexpected '='", suggestion: "comparisons use ==")
    case .symbol(.comma):
      return unexpected("a list is not allowed inside parentheses")
    case _ where token.endsStatement:
      return Diagnostic("'(' is not closed", at: opening.span, suggestion: "add )")
    default:
      return unexpected("expected an operator or ')', found \(shown(token))")
    }
  }

  /// `name = value` with spaces, where only `name=value` is an option.
  func spacedOption(_ word: String) -> Diagnostic {
    let (name, next) = (Lexer.shown(word), ahead(2))
    guard !next.endsStatement else {
      return Diagnostic("option '\(name)' needs a value", at: token.span)
    }
    return Diagnostic(
      "spaces around the '=' of option '\(name)'", at: ahead(1).span,
      suggestion: "write \(name)=\(Lexer.shown(source(of: next.span)))")
  }

  /// The next token stands directly after a value.
  func glued() -> Diagnostic {
    let before = tokens[index - 1]
    if case .text = before.kind, source(of: before.span).contains("\n") {
      return Diagnostic(
        "the text that ends here began on an earlier line", at: token.span,
        suggestion: "is a \" missing there?")
    }
    switch token.kind {
    case .symbol: return unexpected()
    default:
      return Diagnostic(
        "\(shown(token)) must be separated from what comes before it", at: token.span,
        suggestion: "put a space between them, or quote text")
    }
  }

  /// The `=` of an option.
  private func sign(of option: Token) -> Span {
    Span(lower: option.span.upper - 1, upper: option.span.upper)
  }

  /// Where to put the caret for the next token; the end of a line is shown after its last word.
  private var place: Span {
    guard token.endsStatement, token.kind != .symbol(.close), index > 0 else { return token.span }
    let upper = tokens[index - 1].span.upper
    return Span(lower: upper, upper: upper)
  }

  /// The token as a message names it.
  func shown(_ token: Token) -> String {
    switch token.kind {
    case .newline, .end: "the end of the line"
    case .option(let name): "'\(Lexer.shown(name))='"
    default: "'\(Lexer.shown(source(of: token.span)))'"
    }
  }
}
