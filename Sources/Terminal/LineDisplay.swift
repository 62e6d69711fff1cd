/// The edited line as it stands on the terminal: prompt, text, colours, continuation marks and hint.
///
/// Draws everything with each change, between the marks by which terminals show it at once. Of a
/// text that is taller than the screen the rows around the cursor are shown.
struct LineDisplay {
  /// What is to be seen.
  struct Content {
    var prompt: PromptText
    /// Stands before every further line; as wide as the prompt.
    var continuation: String
    var buffer: EditBuffer
    /// Ranges of the text.
    var colours: [(range: Range<Int>, colour: Colour)] = []
    /// The probable continuation of the text.
    var hint = ""

    func layout(columns: Int) -> CellLayout {
      CellLayout(buffer, indent: prompt.width, columns: columns)
    }
  }

  /// Drawn rows above the one of the cursor.
  private var rowsAbove = 0
  /// The first row of the text that is shown.
  private var top = 0

  /// Sequences that draw the content in place of what is drawn, on a screen of `columns` and `rows`.
  mutating func draw(_ content: Content, columns: Int, rows: Int) -> String {
    let layout = content.layout(columns: columns)
    top = firstRow(of: layout, rows: max(1, rows))
    let shown = top..<min(layout.end.row + 1, top + max(1, rows))
    var pen = Pen(columns: columns, rows: shown)
    pen.draw(content, layout)
    let start = backToStart
    rowsAbove = layout.cursor.row - top
    return "\u{1b}[?2026h\u{1b}[?25l" + start + pen.output
      + CellLayout.move(from: pen.place, to: layout.cursor) + "\u{1b}[?25h\u{1b}[?2026l"
  }

  /// Sequences that draw the whole content for good and leave the cursor after it.
  mutating func finish(_ content: Content, columns: Int) -> String {
    var content = content
    content.hint = ""
    content.buffer.cursor = content.buffer.scalars.count
    top = 0
    defer { self = LineDisplay() }
    return draw(content, columns: columns, rows: .max)
  }

  /// Follows the terminal, which re-wraps its content when its width changes.
  mutating func wrapAgain(_ content: Content, columns: Int, rows: Int) {
    rowsAbove = min(content.layout(columns: columns).cursor.row, max(0, rows - 1))
    top = 0
  }

  private var backToStart: String { (rowsAbove > 0 ? "\u{1b}[\(rowsAbove)A" : "") + "\r" }

  private func firstRow(of layout: CellLayout, rows: Int) -> Int {
    guard layout.end.row >= rows else { return 0 }
    let lowest = max(0, layout.cursor.row - rows + 1)
    return min(max(min(top, layout.cursor.row), lowest), layout.end.row - rows + 1)
  }
}

/// Writes the rows of a text one after the other, leaving it to the terminal to wrap them.
private struct Pen {
  let columns: Int
  /// Those that are written; the others are passed over.
  let rows: Range<Int>
  private(set) var output = ""
  /// Where the next character goes; in the column after the last one the terminal waits to wrap.
  private(set) var place = CellLayout.Place()
  private var colour = Colour.plain

  init(columns: Int, rows: Range<Int>) {
    (self.columns, self.rows) = (max(2, columns), rows)
    place.row = rows.lowerBound
  }

  mutating func draw(_ content: LineDisplay.Content, _ layout: CellLayout) {
    var colourOf = [Colour](repeating: .plain, count: content.buffer.scalars.count)
    for (range, colour) in content.colours {
      for index in range.clamped(to: colourOf.indices) { colourOf[index] = colour }
    }
    if rows.contains(0) {
      output += content.prompt.text
      place = CellLayout.Place(
        row: content.prompt.width / columns, column: content.prompt.width % columns)
    }
    for (index, scalar) in content.buffer.scalars.enumerated() {
      let target = layout.places[index]
      if scalar == "\n" {
        endLine(at: target, before: content)
      } else if rows.contains(target.row) {
        use(colourOf[index])
        put(scalar, at: target)
      }
    }
    use(.plain)
    guard rows.contains(layout.end.row) else { return }
    reach(layout.end)
    writeHint(content, layout)
    output += "\u{1b}[J"
  }

  private mutating func put(_ scalar: Unicode.Scalar, at target: CellLayout.Place) {
    if target.row > place.row {
      // A wide character that does not fit leaves a cell.
      if place.column < columns { output += "\u{1b}[K" }
      place = target
    }
    output += Cells.shown(scalar)
    place.column += Cells.width(of: scalar)
  }

  private mutating func endLine(at target: CellLayout.Place, before content: LineDisplay.Content) {
    if rows.contains(target.row) {
      use(.plain)
      reach(target)
      output += "\u{1b}[K"
    }
    let next = target.row + 1
    guard rows.contains(next) else { return }
    if next > rows.lowerBound { output += "\r\n" }
    output += Colour.dim(content.continuation)
    place = CellLayout.Place(
      row: next + content.prompt.width / columns, column: content.prompt.width % columns)
  }

  /// Goes to a place that may be in the row below, where no character makes the terminal wrap.
  private mutating func reach(_ target: CellLayout.Place) {
    if target.row > place.row { output += "\r\n" }
    place = target
  }

  private mutating func writeHint(_ content: LineDisplay.Content, _ layout: CellLayout) {
    guard content.buffer.isAtEnd else { return }
    let line = String(content.hint.prefix { !$0.isNewline })
    let shown = Cells.cut(line, to: max(0, columns - place.column - 1))
    output += Colour.dim(shown.unicodeScalars.map(Cells.shown).joined())
    place.column += Cells.width(of: shown)
  }

  private mutating func use(_ new: Colour) {
    guard new != colour else { return }
    output += Colour.plain.start + (new == .plain ? "" : new.start)
    colour = new
  }
}
