extension CellText {
  /// `text` in lines of at most `width` cells, broken at blanks and inside words only where one is
  /// wider than a line; later lines keep the first one's indent.
  static func wrapped(_ text: String, to width: Int) -> [String] {
    let width = max(1, width)
    guard self.width(text) > width else { return [text] }
    let indent = String(text.prefix { $0 == " " }.prefix(width / 2))
    var lines: [String] = []
    var line = indent
    for word in text.drop(while: { $0 == " " }).split(
      separator: " ", omittingEmptySubsequences: false)
    {
      let isEmpty = line.count == indent.count
      if !isEmpty, self.width(line) + 1 + self.width(String(word)) > width {
        lines.append(line)
        line = indent + word
      } else {
        line += (isEmpty ? "" : " ") + word
      }
      while self.width(line) > width {
        let start = prefix(line, width)
        guard start.count > indent.count else { break }
        lines.append(start)
        line = indent + line.dropFirst(start.count)
      }
    }
    return lines + [line]
  }
}
