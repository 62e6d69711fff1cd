import Catalog

extension Parser {
  /// The statements of a line typed at the prompt, where `?topic` and `topic ?` ask for help.
  ///
  /// Both become `help topic`, with spans in the text as typed; `?` alone becomes `help`. Behind a
  /// longer line, `?` asks about its command or maker.
  package static func prompt(_ text: String) throws(Diagnostic) -> [ParsedStatement] {
    var parser = Parser(Lexer(text))
    guard let invocation = try parser.question() else { return try parser.source() }
    return [ParsedStatement(statement: .invocation(invocation), span: invocation.span)]
  }

  /// The text as a question for help, if it is one line that begins or ends with `?`.
  private mutating func question() throws(Diagnostic) -> Invocation? {
    let isSpace = { (token: Token) in token.kind == .newline || token.kind == .end }
    guard let start = tokens.firstIndex(where: { !isSpace($0) }),
      let end = tokens.lastIndex(where: { !isSpace($0) })
    else { return nil }
    let words = Array(tokens[start...end])
    guard !words.contains(where: isSpace) else { return nil }
    let (first, last) = (tokens[start], tokens[end])
    let mark = Token.Kind.symbol(.question)
    let span = first.span.joined(with: last.span)
    if first.kind == mark {
      let isClosed = words.count > 1 && last.kind == mark
      let topics = Array(words.dropFirst().dropLast(isClosed ? 1 : 0))
      guard topics.count < 2 else {
        throw Diagnostic(
          "'?' takes one topic", at: topics[1].span, suggestion: "write ?topic or help topic")
      }
      return try help(on: topics.first, asked: first, span: span)
    }
    // `train --help`, as other programs are asked.
    let dashes = words.dropFirst().map(\.kind)
    if case .word = first.kind,
      dashes == [.symbol(.minus), .symbol(.minus), .word("help")]
        || dashes == [.symbol(.minus), .word("h")]
    {
      return try help(on: first, asked: last, span: span)
    }
    let isOneLine = !words.contains { $0.kind == .semicolon || $0.kind == .symbol(.open) }
    guard last.kind == mark, isOneLine else { return nil }
    let isDeclaration = words.count > 4 && words[2].kind == .symbol(.assign)
    return try help(on: words[isDeclaration ? 3 : 0], asked: last, span: span)
  }

  private func help(
    on topic: Token?, asked mark: Token, span: Span
  ) throws(Diagnostic) -> Invocation {
    guard let topic else { return Invocation(verb: "help", span: span, verbSpan: mark.span) }
    let value: Expression
    switch topic.kind {
    case .word(let word):
      value = .literal(Words.prepositions.contains(word) ? .text(word) : .name(word))
    case .path(let fields): value = .name(fields)
    case .text(let text): value = .literal(.text(text))
    default:
      throw Diagnostic(
        "\(shown(topic)) is not a help topic", at: topic.span,
        suggestion: "help alone lists the topics")
    }
    let argument = Argument(.operand, value, span: topic.span)
    return Invocation(verb: "help", arguments: [argument], span: span, verbSpan: mark.span)
  }
}
