/// Text broken into lines of a width in cells.
package enum Wrapping {
  /// `text` in lines of at most `width` cells, broken at spaces and hyphens, and inside words only
  /// where one is wider than a line; later lines keep the first one's indent.
  package static func lines(_ text: String, to width: Int) -> [String] {
    let width = max(1, width)
    guard CellWidth.of(text) > width else { return [text] }
    let indent = String(text.prefix { $0 == " " }.prefix(width / 2))
    var lines: [String] = []
    var line = indent
    for piece in pieces(of: text.drop { $0 == " " }) {
      let isEmpty = line.count == indent.count
      if !isEmpty, CellWidth.of(line + piece.trimmedAtEnd) > width {
        lines.append(line.trimmedAtEnd)
        line = indent + piece
      } else {
        line += piece
      }
      while CellWidth.of(line.trimmedAtEnd) > width {
        let start = CellText.prefix(line, width)
        guard start.count > indent.count else { break }
        lines.append(start)
        line = indent + line.dropFirst(start.count)
      }
    }
    return lines + [line.trimmedAtEnd]
  }

  /// Prose whose lines may have been broken at another width: the lines of a paragraph, or of an item
  /// of a list, are joined and broken again at `width` cells.
  ///
  /// Indented lines, tables, headings and what stands between fences keep their lines.
  package static func reflowed(_ text: String, to width: Int) -> [String] {
    var joined: [String] = []
    var isOpen = false
    var isFence = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      let mark = line.drop { $0 == " " }
      let isFenceMark = mark.hasPrefix("```") || mark.hasPrefix("~~~")
      let isItem = isItem(mark)
      let isOwn =
        isFence || isFenceMark || mark.isEmpty || mark.hasPrefix("#") || mark.hasPrefix("|")
        || mark.hasPrefix(">") || (line.hasPrefix(" ") && !isItem && !isOpen)
      if isFenceMark { isFence.toggle() }
      if isOpen, !isOwn, !isItem, let last = joined.popLast() {
        joined.append(last.trimmedAtEnd + " " + mark)
      } else {
        joined.append(line)
      }
      isOpen = !isOwn
    }
    return joined.flatMap { lines($0, to: width) }
  }

  private static func isItem(_ line: Substring) -> Bool {
    if ["- ", "* ", "+ "].contains(where: line.hasPrefix) { return true }
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    let rest = line[digits.endIndex...]
    return !digits.isEmpty && (rest.hasPrefix(". ") || rest.hasPrefix(") "))
  }

  /// Words with the spaces after them; a word that is not a path is split after a hyphen between
  /// letters.
  private static func pieces(of text: Substring) -> [String] {
    var words = [""]
    var before: Character = " "
    for character in text {
      if before == " " && character != " " { words.append("") }
      words[words.count - 1].append(character)
      before = character
    }
    return words.flatMap { $0.contains("/") ? [$0] : parts(of: $0) }
  }

  private static func parts(of word: String) -> [String] {
    var parts = [""]
    var before: (Character, Character) = (" ", " ")
    for character in word {
      if before.1 == "-" && before.0.isLetter && character.isLetter { parts.append("") }
      parts[parts.count - 1].append(character)
      before = (before.1, character)
    }
    return parts
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
