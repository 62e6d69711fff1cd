/// Finds the completion context from the tokens before the cursor.
struct CompletionScan {
  private let lexer: Lexer
  private let cursor: Int
  /// The tokens of the cursor's statement, without the word at the cursor.
  private var words: [Token]
  private var writing = CompletionContext.Writing.word
  private var replaceFrom: Int

  init(_ lexer: Lexer) {
    self.lexer = lexer
    cursor = lexer.scalars.count
    replaceFrom = cursor
    words = CompletionScan.lastStatement(of: lexer.tokens)
    takeFragment()
  }

  var context: CompletionContext {
    let prefix = lexer.text(from: replaceFrom, to: cursor)
    if let comment = lexer.comments.last, comment.upper == cursor {
      return .init(place: .nothing, prefix: "", replaceFrom: cursor)
    }
    return .init(place: place, writing: writing, prefix: prefix, replaceFrom: replaceFrom)
  }

  /// The tokens after the last separator; a line end after a comma does not separate.
  private static func lastStatement(of tokens: [Token]) -> [Token] {
    var found: [Token] = []
    for token in tokens {
      switch token.kind {
      case .newline where found.last?.kind == .symbol(.comma): break
      case .newline, .semicolon, .symbol(.open), .symbol(.close): found = []
      case .end: break
      default: found.append(token)
      }
    }
    return found
  }

  /// Takes the unfinished word at the cursor out of the statement.
  private mutating func takeFragment() {
    guard let last = words.last, last.span.upper == cursor else { return }
    var lower = last.span.lower
    switch last.kind {
    case .word, .path, .integer, .number: break
    case .variable:
      writing = .variable
      lower += 1
    case .text where lexer.scalars[lower] != "\"": writing = .path
    case .invalid(let flaw):
      guard takesInvalid(flaw, from: &lower) else { return }
    case .symbol(.point), .symbol(.dots):
      takePoint(last)
      return
    default: return
    }
    replaceFrom = lower
    words.removeLast()
  }

  private mutating func takesInvalid(_ flaw: Token.Flaw, from lower: inout Int) -> Bool {
    switch (flaw.unfinished, lexer.scalars[lower]) {
    case (.text, _):
      writing = .text
      lower += 1
    case (.continuation, _):
      words.removeLast()
      return false
    case (nil, "$"):
      writing = .variable
      lower += 1
    case (nil, "~"): writing = .path
    default: break
    }
    return true
  }

  /// A point at the cursor belongs to the name before it, or begins a path.
  private mutating func takePoint(_ point: Token) {
    words.removeLast()
    if let name = words.last, name.span.upper == point.span.lower, name.isName {
      words.removeLast()
      replaceFrom = name.span.lower
    } else {
      writing = .path
      replaceFrom = point.span.lower
    }
  }

  private var place: CompletionContext.Place {
    guard let first = words.first else { return .command }
    if first.kind == .symbol(.question) { return .topic }
    guard case .word(let word) = first.kind else { return .nothing }
    switch word {
    case "let", "param": return bindPlace
    case "for": return loopPlace
    case "repeat": return .value
    case "expect", "if": return isBehindValue ? .nothing : .expression
    case "def": return words.count == 1 ? .newName : .nothing
    case "else": return .keyword("if")
    default: return invocationPlace(word)
    }
  }

  private var bindPlace: CompletionContext.Place {
    guard words.count > 1 else { return .newName }
    if case .option = words[1].kind { return .value }
    return words.count == 2 ? .keyword("=") : .value
  }

  private var loopPlace: CompletionContext.Place {
    switch words.count {
    case 1: .newName
    case 2: .keyword("in")
    default: .value
    }
  }

  /// Whether the cursor touches closed text or a closed parenthesis.
  private var isBehindValue: Bool {
    guard let last = words.last, last.span.upper == cursor, replaceFrom == cursor else {
      return false
    }
    switch last.kind {
    case .text, .template: return true
    default: break
    }
    return last.kind == .symbol(.rightParenthesis)
  }

  private func invocationPlace(_ first: String) -> CompletionContext.Place {
    guard !isBehindValue else { return .nothing }
    guard words.count > 2, words[2].kind == .symbol(.assign), words[1].isName,
      !(words.count == 3 && isOptionSign(at: 2))
    else {
      return ArgumentScan(head: .init(word: first)).place(behind: words.dropFirst())
    }
    guard words.count > 3 else { return .maker(kind: first) }
    guard case .word(let maker) = words[3].kind else { return .nothing }
    return ArgumentScan(head: .init(kind: first, word: maker)).place(behind: words.dropFirst(4))
  }

  /// Whether the `=` directly follows a name and precedes the cursor: an option without a value.
  private func isOptionSign(at index: Int) -> Bool {
    let sign = words[index].span
    return words[index - 1].span.upper == sign.lower && sign.upper == cursor
  }
}

/// Follows the arguments of an invocation up to the cursor.
private struct ArgumentScan {
  let head: CompletionContext.Head
  private var given: [String] = []
  private var owner: CompletionContext.Place
  private var needsValue = false
  private var parentheses = 0

  init(head: CompletionContext.Head) {
    self.head = head
    owner = .operand(head)
  }

  /// The place after these tokens.
  func place(behind tokens: ArraySlice<Token>) -> CompletionContext.Place {
    var scan = self
    var last: Token?
    for token in tokens {
      scan.take(token, behind: last)
      last = token
    }
    if scan.parentheses > 0 { return .expression }
    return scan.needsValue ? scan.owner : .argument(head, given: scan.given)
  }

  private mutating func take(_ token: Token, behind last: Token?) {
    switch token.kind {
    case .option(let name): begin(option: name)
    case .symbol(.assign):
      if case .word(let name) = last?.kind { begin(option: name) }
    case .symbol(.comma): needsValue = true
    case .symbol(.leftParenthesis): parentheses += 1
    case .symbol(.rightParenthesis):
      parentheses = max(0, parentheses - 1)
      needsValue = false
    case .symbol: break
    case .word(let word) where !needsValue && Words.prepositions.contains(word):
      owner = .preposition(head, word: word)
      needsValue = true
    default:
      if !needsValue { owner = .operand(head) }
      needsValue = false
    }
  }

  private mutating func begin(option name: String) {
    owner = .option(head, name: name)
    needsValue = true
    given.append(name)
  }
}
