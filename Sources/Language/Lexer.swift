/// Cuts a source into tokens, in one pass and without ever failing: what fits nowhere becomes
/// an invalid token.
struct Lexer {
  let scalars: [Unicode.Scalar]
  private(set) var tokens: [Token] = []
  private(set) var comments: [Span] = []
  var index = 0
  /// Open parentheses in this statement; `/` divides inside them and begins a path elsewhere.
  private var parentheses = 0
  private var isExpectation = false

  /// Whether `$name` inside quoted text stands for a variable.
  let fillsText: Bool

  /// How many texts what is read stands in, as arithmetic to be filled in.
  let nesting: Int
  static let deepest = 16

  init(_ source: String, fillsText: Bool = true) {
    self.init(scalars: Array(source.unicodeScalars), fillsText: fillsText)
  }

  init(scalars: [Unicode.Scalar], fillsText: Bool = true, nesting: Int = 0) {
    (self.scalars, self.fillsText, self.nesting) = (scalars, fillsText, nesting)
    tokens.reserveCapacity(scalars.count / 4 + 1)
    repeat {
      skipBlanks()
      scanToken()
    } while tokens.last?.kind != .end
  }

  /// The scalar `distance` ahead, or NUL after the end.
  func peek(_ distance: Int = 0) -> Unicode.Scalar {
    index + distance < scalars.count ? scalars[index + distance] : "\0"
  }

  func text(from lower: Int, to upper: Int) -> String {
    guard scalars[lower..<upper].allSatisfy(\.isASCII) else {
      return String(String.UnicodeScalarView(scalars[lower..<upper]))
    }
    return String(unsafeUninitializedCapacity: upper - lower) { buffer in
      for offset in lower..<upper {
        buffer[offset - lower] = UInt8(truncatingIfNeeded: scalars[offset].value)
      }
      return upper - lower
    }
  }

  mutating func add(_ kind: Token.Kind, from lower: Int) {
    tokens.append(
      Token(kind: limited(kind, from: lower), span: Span(lower: lower, upper: index)))
  }

  /// The token, or what is wrong with it if it is too long.
  private func limited(_ kind: Token.Kind, from lower: Int) -> Token.Kind {
    let (most, what) =
      switch kind {
      case .word, .path, .fields, .option, .variable: (TextLimits.name, "a name")
      case .text, .template: (TextLimits.text, "text")
      default: (Int.max, "")
      }
    guard index - lower > most else { return kind }
    return .invalid(
      Token.Flaw(
        message: "\(what) has at most \(most) characters",
        span: Span(lower: lower, upper: lower + 1)))
  }

  private mutating func skipBlanks() {
    while index < scalars.count {
      if Lexer.isBlank(scalars[index]) {
        index += 1
      } else if scalars[index] == "#" {
        let lower = index
        while index < scalars.count, scalars[index] != "\n" { index += 1 }
        comments.append(Span(lower: lower, upper: index))
      } else if let next = continuation() {
        index = next
      } else {
        return
      }
    }
  }

  /// The offset after a backslash at the end of a line and that end.
  private func continuation() -> Int? {
    guard scalars[index] == "\\" else { return nil }
    var next = index + 1
    while next < scalars.count, Lexer.isBlank(scalars[next]) { next += 1 }
    return next < scalars.count && scalars[next] == "\n" ? next + 1 : nil
  }

  private mutating func scanToken() {
    let lower = index
    guard index < scalars.count else { return add(.end, from: lower) }
    let first = scalars[index]
    switch first {
    case "\n", ";":
      index += 1
      if !(first == "\n" && tokens.last?.kind == .symbol(.comma)) { beginStatement() }
      add(first == "\n" ? .newline : .semicolon, from: lower)
    case "\"": scanText()
    case "$": scanVariable()
    case "\\": scanBackslash()
    case _ where Lexer.isDigit(first): scanNumber()
    case "." where !isBehindField && Lexer.isDigit(peek(1)): scanNumber()
    case _ where Lexer.isNameStart(first): scanWord()
    case "." where isBehindField && (Lexer.isNamePart(peek(1)) || peek(1) == "*"):
      add(.fields(scanFields()), from: lower)
    case _ where beginsPath(): scanPath()
    default: scanSymbol()
    }
  }

  private mutating func beginStatement() {
    (parentheses, isExpectation) = (0, false)
  }

  /// Steps over the name that begins here.
  mutating func skipName() {
    while index < scalars.count {
      let isJoined = scalars[index] == "-" && Lexer.isNamePart(peek(1))
      guard isJoined || Lexer.isNamePart(scalars[index]) else { return }
      index += 1
    }
  }

  private mutating func scanWord() {
    let lower = index
    skipName()
    // As in `der++`, a name and no expression.
    if !isExpectation, parentheses == 0, peek() == "+", peek(1) == "+",
      !Lexer.isNamePart(peek(2))
    {
      index += 2
    }
    // As in `memory=as:ours`, one value.
    if peek() == ":", text(from: lower, to: index) == "as", Lexer.isNameStart(peek(1)) {
      index += 1
      skipName()
    }
    let word = text(from: lower, to: index)
    let follows = peek(1)
    if peek() == "=", follows != "=", !isValueEnd(follows), index + 1 < scalars.count {
      index += 1
      return add(.option(word), from: lower)
    }
    let fields = scanFields()
    guard !fields.isEmpty else {
      if isAtStatementStart { isExpectation = word == "expect" || word == "if" }
      return add(.word(word), from: lower)
    }
    add(.path([word] + fields), from: lower)
  }

  /// The fields that begin here; a point that begins no field stays.
  private mutating func scanFields() -> [String] {
    var fields: [String] = []
    while peek() == "." {
      let lower = index + 1
      if peek(1) == "*" {
        index += 2
      } else if Lexer.isNamePart(peek(1)) {
        index += 1
        skipName()
      } else {
        break
      }
      fields.append(text(from: lower, to: index))
    }
    return fields
  }

  /// Whether the token that ends here may be followed by fields.
  private var isBehindField: Bool {
    guard let last = tokens.last, last.span.upper == index else { return false }
    if case .variable = last.kind { return true }
    return last.kind == .symbol(.rightParenthesis)
  }

  private var isAtStatementStart: Bool {
    switch tokens.last?.kind {
    case nil, .newline, .semicolon, .symbol(.open), .symbol(.close), .word("else"): true
    default: false
    }
  }

  private func isValueEnd(_ scalar: Unicode.Scalar) -> Bool {
    Lexer.isBlank(scalar) || "\n;#}".unicodeScalars.contains(scalar)
  }

  private mutating func scanVariable() {
    let lower = index
    index += 1
    guard Lexer.isNameStart(peek()) else {
      let flaw = Token.Flaw(
        message: "'$' needs the name of a variable", suggestion: "write it as in $epochs")
      return add(.invalid(flaw), from: lower)
    }
    skipName()
    add(.variable(text(from: lower + 1, to: index)), from: lower)
  }

  private mutating func scanBackslash() {
    let lower = index
    index += 1
    var end = index
    while end < scalars.count, Lexer.isBlank(scalars[end]) { end += 1 }
    let flaw =
      end == scalars.count
      ? Token.Flaw(message: "nothing follows '\\'", unfinished: .continuation)
      : Token.Flaw(message: "'\\' is allowed only at the end of a line")
    add(.invalid(flaw), from: lower)
  }

  private func beginsPath() -> Bool {
    guard parentheses == 0, !isExpectation, isApart else { return false }
    switch (peek(), peek(1), peek(2)) {
    case ("/", let next, _):
      return index + 1 < scalars.count && Lexer.isPathPart(next)
    case (".", "/", _), ("~", "/", _), (".", ".", "/"): return true
    default: return false
    }
  }

  /// Whether a new value can begin here: after a blank, `=`, `,` or a bracket.
  private var isApart: Bool {
    guard let last = tokens.last, last.span.upper == index else { return true }
    switch last.kind {
    case .option, .newline, .semicolon, .symbol(.comma), .symbol(.assign), .symbol(.open):
      return true
    default: return false
    }
  }

  private mutating func scanPath() {
    let lower = index
    while index < scalars.count, Lexer.isPathPart(scalars[index]) { index += 1 }
    add(.text(text(from: lower, to: index)), from: lower)
  }

  private mutating func scanSymbol() {
    let lower = index
    for length in [2, 1] where index + length <= scalars.count {
      guard let symbol = Token.Symbol(rawValue: text(from: index, to: index + length)) else {
        continue
      }
      index += length
      switch symbol {
      case .leftParenthesis: parentheses += 1
      case .rightParenthesis: parentheses = max(0, parentheses - 1)
      case .open, .close: beginStatement()
      default: break
      }
      return add(.symbol(symbol), from: lower)
    }
    index += 1
    add(.invalid(Lexer.flaw(of: scalars[lower])), from: lower)
  }
}
