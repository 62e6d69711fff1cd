/// A text of one or more lines and a cursor in it, with the edits that keys stand for.
///
/// Positions are indices of `scalars`. An edit that has nothing to do leaves the buffer as it is.
struct EditBuffer: Equatable {
  var scalars: [Unicode.Scalar]
  var cursor: Int

  init(_ text: String = "", cursor: Int? = nil) {
    scalars = Array(text.unicodeScalars)
    self.cursor = min(max(0, cursor ?? scalars.count), scalars.count)
  }

  init(_ scalars: [Unicode.Scalar], cursor: Int) {
    self.scalars = scalars
    self.cursor = min(max(0, cursor), scalars.count)
  }

  var text: String { Self.string(scalars[...]) }
  var textBeforeCursor: String { Self.string(scalars[..<cursor]) }
  var isAtEnd: Bool { cursor == scalars.count }
  var isOnFirstLine: Bool { !scalars[..<cursor].contains("\n") }
  var isOnLastLine: Bool { !scalars[cursor...].contains("\n") }
  var hasLines: Bool { scalars.contains("\n") }

  static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private var lineStart: Int {
    scalars[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0
  }

  private var lineEnd: Int { scalars[cursor...].firstIndex(of: "\n") ?? scalars.count }

  /// Where the letter before the cursor begins: a letter and its combining marks are one character.
  private var letterStart: Int {
    var start = max(0, cursor - 1)
    while start > 0, isMark(start) { start -= 1 }
    return start
  }

  /// Where the letter after the cursor ends.
  private var letterEnd: Int {
    var end = min(scalars.count, cursor + 1)
    while end < scalars.count, isMark(end) { end += 1 }
    return end
  }

  private func isMark(_ place: Int) -> Bool { Cells.width(of: scalars[place]) == 0 }

  // MARK: Moving

  mutating func moveLeft() { cursor = letterStart }
  mutating func moveRight() { cursor = letterEnd }
  mutating func moveHome() { cursor = lineStart }
  mutating func moveToLineEnd() { cursor = lineEnd }

  /// Moves one line, keeping the count of characters before the cursor where the line allows.
  mutating func moveUp() {
    guard !isOnFirstLine else { return }
    let column = cursor - lineStart
    cursor = lineStart - 1
    cursor = min(lineStart + column, cursor)
  }

  /// The counterpart of `moveUp`.
  mutating func moveDown() {
    guard !isOnLastLine else { return }
    let column = cursor - lineStart
    cursor = lineEnd + 1
    cursor = min(cursor + column, lineEnd)
  }

  /// The end of the word after `position`: spaces, then everything up to the next blank.
  static func wordEnd(in scalars: [Unicode.Scalar], after position: Int) -> Int {
    var end = position
    while end < scalars.count, scalars[end].properties.isWhitespace { end += 1 }
    while end < scalars.count, !scalars[end].properties.isWhitespace { end += 1 }
    return end
  }

  // MARK: Inserting and deleting

  mutating func insert(_ text: String) {
    let new = Array(text.unicodeScalars)
    scalars.insert(contentsOf: new, at: cursor)
    cursor += new.count
  }

  /// Inserts a line break and the spaces that the line above starts with, two more after a bracket.
  mutating func insertNewline() {
    let blanks = scalars[lineStart..<cursor].prefix { $0 == " " }.count
    let last = scalars[lineStart..<cursor].last { $0 != " " }
    let deeper = last.map { "{[(".unicodeScalars.contains($0) } ?? false
    insert("\n" + String(repeating: " ", count: blanks + (deeper ? 2 : 0)))
  }

  /// Inserts a brace that ends a block; after nothing but spaces two spaces further left.
  mutating func insertClosingBrace() {
    let blanks = scalars[lineStart..<cursor]
    if blanks.count >= 2, blanks.allSatisfy({ $0 == " " }) { remove(cursor - 2..<cursor) }
    insert("}")
  }

  mutating func deleteBackward() { remove(letterStart..<cursor) }
  mutating func deleteForward() { remove(cursor..<letterEnd) }

  /// Deletes to the end of the line, at its end the line break; returns what was deleted.
  mutating func killToLineEnd() -> String {
    remove(cursor..<(cursor == lineEnd ? min(cursor + 1, scalars.count) : lineEnd))
  }

  /// Deletes to the start of the line, at its start the line break; returns what was deleted.
  mutating func killToLineStart() -> String {
    remove((cursor == lineStart ? max(0, cursor - 1) : lineStart)..<cursor)
  }

  /// Deletes the word before the cursor and the spaces after it; returns what was deleted.
  mutating func killWordBackward() -> String {
    var start = cursor
    while start > 0, scalars[start - 1].properties.isWhitespace { start -= 1 }
    while start > 0, !scalars[start - 1].properties.isWhitespace { start -= 1 }
    return remove(start..<cursor)
  }

  /// Deletes the spaces and the word after the cursor; returns what was deleted.
  mutating func killWordForward() -> String {
    remove(cursor..<Self.wordEnd(in: scalars, after: cursor))
  }

  /// Replaces `range` by `text` and puts the cursor after it.
  mutating func replace(_ range: Range<Int>, with text: String) {
    remove(range)
    insert(text)
  }

  @discardableResult
  private mutating func remove(_ range: Range<Int>) -> String {
    let removed = Self.string(scalars[range])
    scalars.removeSubrange(range)
    cursor = range.lowerBound
    return removed
  }
}
