import Language
import Workbench

/// The language: lexer, parser, vocabulary, completion, colours and printing.
final class LanguageTarget: Target {
  private let writer = StatementWriter(Commands.vocabulary)

  func make(_ input: inout [UInt8], _ dice: inout Dice) {
    writer.statement(&input, &dice)
    while dice.once(in: 4) {
      input += dice.pick(["\n", ";", " # word\n", "\r\n", " ; "]).utf8
      writer.statement(&input, &dice)
    }
  }

  func read(_ input: [UInt8], _ dice: inout Dice) throws(Finding) {
    let text = String(decoding: input, as: UTF8.self)
    let length = text.unicodeScalars.count
    try parse(text, length)
    if dice.once(in: 2) { try ask(text, length) }
    try complete(text, length, &dice)
    try colour(text, length)
  }

  /// What is read and printed must read as the same, also with its words written in full.
  private func parse(_ text: String, _ length: Int) throws(Finding) {
    let found: [ParsedStatement]
    do throws(Diagnostic) {
      found = try Parser.statements(in: text)
    } catch { return try check(error, text, length) }
    for parsed in found {
      try inside(parsed.span, length)
      try printed(parsed.statement)
      for isLenient in [false, true] { try resolve(parsed.statement, isLenient, text, length) }
    }
  }

  private func resolve(
    _ statement: Statement, _ isLenient: Bool, _ text: String, _ length: Int
  ) throws(Finding) {
    let full: Statement
    do throws(Diagnostic) {
      full = try canonical(statement, in: Commands.vocabulary, lenient: isLenient)
    } catch { return try check(error, text, length) }
    try printed(full)
    let again = try? canonical(full, in: Commands.vocabulary, lenient: false)
    try require(again == full, "the full form of '\(statement)' is not taken as it is")
  }

  private func printed(_ statement: Statement) throws(Finding) {
    let words = statement.description
    let again = try? Parser.statements(in: words)
    try require(
      again?.count == 1 && again?.first?.statement == statement,
      "'\(words)' reads otherwise than what was printed")
  }

  private func ask(_ text: String, _ length: Int) throws(Finding) {
    var spans: [Span] = []
    _ = Parser.isComplete(text)
    do throws(Diagnostic) {
      for parsed in try Parser.prompt(text) { spans.append(parsed.span) }
    } catch { spans.append(error.span) }
    for span in spans { try inside(span, length) }
  }

  /// A message is one line and points into the text.
  private func check(_ error: Diagnostic, _ text: String, _ length: Int) throws(Finding) {
    try inside(error.span, length)
    let place = error.position(in: text)
    var (line, last, start) = (1, text.unicodeScalars.startIndex, text.unicodeScalars.startIndex)
    while line < place.line, let feed = text.unicodeScalars[start...].firstIndex(of: "\n") {
      start = text.unicodeScalars.index(after: feed)
      (line, last) = (line + 1, start)
    }
    let end = text.unicodeScalars[last...].firstIndex(of: "\n") ?? text.endIndex
    try require(
      line == place.line && place.column >= 1
        && place.column <= String(text.unicodeScalars[last..<end]).count + 1,
      "line \(place.line), column \(place.column) is outside of the text: \(error.message)")
    for words in [error.message, error.suggestion ?? ""] {
      try require(
        words.utf8.count < 2000 && !words.utf8.contains(10), "no short line: \(words.prefix(300))")
    }
    let shown = error.rendered(source: text, label: "p")
    try require(
      shown.utf8.count < 6000 && !error.oneLine(source: text, label: "p").utf8.contains(10),
      "a long message: \(shown.prefix(300))")
  }

  private func inside(_ span: Span, _ length: Int) throws(Finding) {
    try require(
      0 <= span.lower && span.lower <= span.upper && span.upper <= length,
      "\(span.lower)..<\(span.upper) is outside of a text of \(length)")
  }

  /// Completion at a few places, and now and then at every place of a short text.
  private func complete(
    _ text: String, _ length: Int, _ dice: inout Dice
  ) throws(Finding) {
    let isWhole = length < 200 && dice.once(in: 32)
    let places = isWhole ? Array(0...length) : [dice.once(in: 2) ? length : dice.below(length + 1)]
    for cursor in places {
      let context = CompletionContext(in: text, cursor: cursor)
      try require(
        0 <= context.replaceFrom && context.replaceFrom <= cursor
          && context.prefix.unicodeScalars.count == cursor - context.replaceFrom,
        "at \(cursor) the word '\(context.prefix)' begins at \(context.replaceFrom)")
      for word in Commands.vocabulary.proposals(for: context) {
        try require(word.hasPrefix(context.prefix), "'\(word)' is offered at \(cursor)")
      }
    }
  }

  /// Coloured stretches cover the text once.
  private func colour(_ text: String, _ length: Int) throws(Finding) {
    var end = 0
    for (span, _) in Highlighter.tokens(in: text) {
      try require(span.lower == end && span.upper > end, "the colours leave \(end) out")
      end = span.upper
    }
    try require(end == length, "the colours end at \(end) of \(length)")
  }
}
