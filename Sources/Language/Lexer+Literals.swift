import Text

extension Lexer {
  /// Reads quoted text, which may hold line ends.
  mutating func scanText() {
    let lower = index
    var content = String.UnicodeScalarView()
    var parts: [TextPart] = []
    var broken: Token.Flaw?
    index += 1
    while index < scalars.count, scalars[index] != "\"" {
      if fillsText, scalars[index] == "$", Lexer.isNameStart(peek(1)) || peek(1) == "(" {
        if !content.isEmpty { parts.append(.text(String(content))) }
        content.removeAll()
        index += 1
        do throws(Diagnostic) {
          parts.append(try scanPart())
        } catch {
          broken =
            broken
            ?? .init(
              message: error.message, suggestion: error.suggestion, span: error.span)
        }
        continue
      }
      guard scalars[index] == "\\" else {
        content.append(scalars[index])
        index += 1
        continue
      }
      let start = index
      if let scalar = scanEscape() {
        content.append(scalar)
      } else if index < scalars.count, broken == nil {
        broken = badEscape(from: start)
      }
    }
    guard index < scalars.count else {
      let flaw = Token.Flaw(
        message: "the text is not closed", suggestion: "add \" at its end", unfinished: .text)
      return add(.invalid(flaw), from: lower)
    }
    index += 1
    if !parts.isEmpty, !content.isEmpty { parts.append(.text(String(content))) }
    let found = parts.isEmpty ? Token.Kind.text(String(content)) : .template(parts)
    add(broken.map(Token.Kind.invalid) ?? found, from: lower)
  }

  /// Reads the variable, or the arithmetic in parentheses, after a `$` in text.
  private mutating func scanPart() throws(Diagnostic) -> TextPart {
    let start = index
    guard peek() == "(" else {
      skipName()
      return .variable(text(from: start, to: index))
    }
    let opening = Span(lower: start - 1, upper: start + 1)
    guard nesting < Lexer.deepest else {
      throw Diagnostic("text is nested deeper than \(Lexer.deepest) here", at: opening)
    }
    guard skipParentheses(Lexer.deepest) else {
      // The quote that ends the text was taken for one in the parentheses.
      index = start + 1
      throw Diagnostic(
        "'$(' is not closed", at: opening,
        suggestion: "add ), or write \\$ for a dollar sign")
    }
    var parser = Parser(Lexer(scalars: Array(scalars[start..<index]), nesting: nesting + 1))
    do throws(Diagnostic) {
      let expression = try parser.parenthesized()
      guard parser.token.kind == .end else { throw parser.unexpected() }
      return .expression(expression)
    } catch {
      throw Diagnostic(
        error.message,
        at: Span(lower: start + error.span.lower, upper: start + error.span.upper),
        suggestion: error.suggestion)
    }
  }

  /// Steps over what stands in parentheses, with text in it; false if they are not closed.
  ///
  /// - Parameter depth: how deep parentheses in text may be nested in it.
  private mutating func skipParentheses(_ depth: Int) -> Bool {
    var (open, isText) = (0, false)
    while index < scalars.count {
      switch peek() {
      case "\"": isText.toggle()
      case "\\" where isText: index += 1
      case "$" where isText && peek(1) == "(":
        index += 1
        guard depth > 0, skipParentheses(depth - 1) else { return false }
        continue
      case "(" where !isText: open += 1
      case ")" where !isText: open -= 1
      default: break
      }
      index += 1
      if open == 0 { return true }
    }
    return false
  }

  private func badEscape(from start: Int) -> Token.Flaw {
    .init(
      message: "'\(Lexer.shown(text(from: start, to: index)))' is not an escape sequence",
      suggestion: "write \\n, \\t, \\$, \\\" or \\\\", span: Span(lower: start, upper: index))
  }

  /// Reads what follows a backslash in text, or steps over it and returns nil.
  private mutating func scanEscape() -> Unicode.Scalar? {
    index += 1
    guard index < scalars.count else { return nil }
    let letter = scalars[index]
    index += 1
    switch letter {
    case "n": return "\n"
    case "t": return "\t"
    case "\"", "\\", "$": return letter
    case "u": return scanCode()
    default: return nil
    }
  }

  /// Reads the `{1b}` of a scalar written by its number.
  private mutating func scanCode() -> Unicode.Scalar? {
    guard peek() == "{" else { return nil }
    var (next, value, digits) = (index + 1, UInt32(0), 0)
    while next < scalars.count, digits < 8, let digit = Character(scalars[next]).hexDigitValue {
      value = (value << 4) | UInt32(digit)
      next += 1
      digits += 1
    }
    guard next < scalars.count, scalars[next] == "}", digits > 0 else { return nil }
    index = next + 1
    return Unicode.Scalar(value)
  }

  /// Reads digits with an optional fraction and exponent, or a span of time.
  mutating func scanNumber() {
    let lower = index
    skipDigits()
    var isWhole = true
    if peek() == ".", Lexer.isDigit(peek(1)) {
      isWhole = false
      index += 1
      skipDigits()
    }
    if peek() == "e" || peek() == "E" {
      let digits = peek(1) == "-" || peek(1) == "+" ? 2 : 1
      if Lexer.isDigit(peek(digits)) {
        isWhole = false
        index += digits
        skipDigits()
      }
    }
    guard !skipRest() else {
      let whole = text(from: lower, to: index)
      if Lexer.isDuration(whole) { return add(.text(whole), from: lower) }
      let word = Lexer.shown(whole)
      let flaw = Token.Flaw(
        message: "'\(word)' is neither a number nor a name", suggestion: "put text in quotes")
      return add(.invalid(flaw), from: lower)
    }
    add(numberKind(text(from: lower, to: index), isWhole: isWhole), from: lower)
  }

  /// Whether a word is a span of time, such as `20m` or `1h30m`, which needs no quotes.
  private static func isDuration(_ word: String) -> Bool {
    var digits = 0
    for scalar in word.unicodeScalars {
      if isDigit(scalar) {
        digits += 1
      } else if digits > 0, "dhms".unicodeScalars.contains(scalar) {
        digits = 0
      } else {
        return false
      }
    }
    return digits == 0
  }

  private mutating func skipDigits() {
    while Lexer.isDigit(peek()) { index += 1 }
  }

  /// Skips characters directly attached to a number; returns whether there were any.
  private mutating func skipRest() -> Bool {
    let lower = index
    while index < scalars.count {
      let isPoint = scalars[index] == "." && peek(1) != "."
      guard isPoint || Lexer.isNamePart(scalars[index]) else { break }
      index += 1
    }
    return index > lower
  }

  private func numberKind(_ digits: String, isWhole: Bool) -> Token.Kind {
    if isWhole {
      guard let value = UInt64(digits), value <= UInt64(Int.max) + 1 else {
        return .invalid(Lexer.tooLarge(digits))
      }
      return .integer(value)
    }
    guard let value = Double(digits), value.isFinite else {
      return .invalid(.init(message: "'\(Lexer.shown(digits))' is too large for a number"))
    }
    return .number(value)
  }

  static func tooLarge(_ digits: String) -> Token.Flaw {
    .init(
      message: "'\(shown(digits))' does not fit into 64 bits",
      suggestion: "write it with a point or an exponent, as in 1e20")
  }

  /// A word for a message: without control characters, cut to 40 characters.
  static func shown(_ word: String) -> String {
    let text = SafeText.line(String(word.unicodeScalars.prefix(400)), mark: "?")
    return text.count > 40 ? text.prefix(39) + "…" : text
  }

  /// The message about a character that cannot begin a token.
  static func flaw(of scalar: Unicode.Scalar) -> Token.Flaw {
    let replacements: [Unicode.Scalar: String] = [
      "“": "\"", "”": "\"", "„": "\"", "«": "\"", "»": "\"", "＂": "\"", "'": "\"", "’": "\"",
      "‘": "\"", "＝": "=", "，": ",", "、": ",", "；": ";", "（": "(", "）": ")", "–": "-", "—": "-",
      "−": "-", "…": "..", "×": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=",
    ]
    let name = SafeText.isHidden(scalar) ? "U+" + hexadecimal(scalar.value) : String(scalar)
    let other =
      scalar.properties.isEmoji || SafeText.isHidden(scalar) ? "put text in quotes" : nil
    return .init(
      message: "unexpected character '\(name)'",
      suggestion: replacements[scalar].map { "write \($0)" } ?? other)
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
