extension CellText {
  /// `text` in lines of at most `width` cells, broken at blanks and hyphens, and inside words only
  /// where one is wider than a line; later lines keep the first one's indent.
  static func wrapped(_ text: String, to width: Int) -> [String] {
    let width = max(1, width)
    guard self.width(text) > width else { return [text] }
    let indent = String(text.prefix { $0 == " " }.prefix(width / 2))
    var lines: [String] = []
    var line = indent
    for piece in pieces(of: text.drop { $0 == " " }) {
      let isEmpty = line.count == indent.count
      if !isEmpty, self.width(line + piece.trimmedAtEnd) > width {
        lines.append(line.trimmedAtEnd)
        line = indent + piece
      } else {
        line += piece
      }
      while self.width(line.trimmedAtEnd) > width {
        let start = prefix(line, width)
        guard start.count > indent.count else { break }
        lines.append(start)
        line = indent + line.dropFirst(start.count)
      }
    }
    return lines + [line.trimmedAtEnd]
  }

  /// Words with the blanks behind them; a word that is no path is parted behind a hyphen between
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
