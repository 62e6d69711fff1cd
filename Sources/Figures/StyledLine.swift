import Text

/// One line of a figure, gathered from inked pieces and cut to the style's width at the end.
struct StyledLine {
  private let style: TextStyle
  private var pieces: [(text: String, ink: Ink)] = []
  /// Cells gathered so far.
  private(set) var width = 0

  init(_ style: TextStyle) {
    self.style = style
  }

  /// Adds `text` after making it showable, so that no control character ever gets through.
  mutating func append(_ text: String, _ ink: Ink = .plain) {
    let shown = style.plain(text)
    guard !shown.isEmpty else { return }
    width += CellWidth.of(shown)
    let ink = style.colours ? ink : .plain
    if let last = pieces.last, last.ink == ink {
      pieces[pieces.count - 1].text += shown
    } else {
      pieces.append((shown, ink))
    }
  }

  /// Adds spaces until the line takes `column` cells.
  mutating func pad(to column: Int) {
    append(CellText.spaces(column - width))
  }

  /// The line as it is written: at most the style's columns, no spaces at the end.
  func rendered() -> String {
    var shown = width > style.width ? cut() : pieces
    while let last = shown.last, last.ink.background == nil {
      let kept = Self.withoutEndSpaces(last.text)
      guard kept.isEmpty else {
        shown[shown.count - 1].text = kept
        break
      }
      shown.removeLast()
    }
    return shown.reduce(into: "") { line, piece in
      let code = piece.ink.code(style)
      line += code.isEmpty ? piece.text : code + piece.text + "\u{1B}[0m"
    }
  }

  private func cut() -> [(text: String, ink: Ink)] {
    var room = style.width - 1
    var kept: [(text: String, ink: Ink)] = []
    for piece in pieces {
      let text = CellText.prefix(piece.text, room)
      room -= CellWidth.of(text)
      if !text.isEmpty { kept.append((text, piece.ink)) }
      guard text == piece.text else { break }
    }
    kept.append((style.cutMark, .plain))
    return kept
  }

  private static func withoutEndSpaces(_ text: String) -> String {
    String(text[..<(text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex)])
  }

  /// A line of one piece.
  static func single(_ text: String, _ ink: Ink = .plain, _ style: TextStyle) -> String {
    var line = StyledLine(style)
    line.append(text, ink)
    return line.rendered()
  }
}
