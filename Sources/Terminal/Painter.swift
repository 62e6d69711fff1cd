/// Draws over the cells that libedit filled: colours, continuation marks, the ghost of a hint.
struct Painter {
  var text: IndentedText
  var layout: CellLayout
  var columns: Int
  /// Cells of the prompt, and of the blanks at the start of every further line.
  var indent: Int
  /// Exactly `indent` cells.
  var continuation: String
  /// Ranges of the plain text.
  var colours: [(range: Range<Int>, colour: Colour)] = []
  var hint = ""

  /// The escape sequences, which leave the cursor where it was.
  func sequence() -> String {
    // Terminals that know 2026 show all of it at once.
    var output = "\u{1b}[?2026h\u{1b}[?25l"
    var place = layout.cursor
    paintText(&output, &place)
    paintMarks(&output, &place)
    output += CellLayout.move(from: place, to: layout.end) + "\u{1b}[J"
    place = layout.end
    let ghost = visibleHint
    if !ghost.isEmpty {
      output += Colour.dim(ghost)
      place.column += Cells.width(of: ghost)
    }
    return output + CellLayout.move(from: place, to: layout.cursor) + "\u{1b}[?25h\u{1b}[?2026l"
  }

  /// The part of the hint that fits in the row of the end of the text.
  var visibleHint: String {
    guard text.buffer.isAtEnd else { return "" }
    let line = String(hint.prefix { !$0.isNewline })
    return Cells.cut(line, to: max(0, columns - layout.end.column - 1))
  }

  private func paintText(_ output: inout String, _ place: inout CellLayout.Place) {
    let scalars = text.buffer.scalars
    var colourOf = [Colour](repeating: .plain, count: scalars.count)
    for (range, colour) in colours {
      for index in range.clamped(to: 0..<scalars.count) { colourOf[index] = colour }
    }
    var current = Colour.plain
    for (index, scalar) in scalars.enumerated() {
      // libedit shows these in ways of its own.
      guard scalar.value >= 0x20, scalar.value < 0x7f || scalar.value >= 0xa0 else { continue }
      let target = layout.places[text.positions[index]]
      let width = Cells.width(of: scalar)
      guard width < 7 else { continue }
      if width > 0 {
        output += CellLayout.move(from: place, to: target)
        place = target
      }
      if colourOf[index] != current {
        current = colourOf[index]
        output += Colour.plain.start + (current == .plain ? "" : current.start)
      }
      output.unicodeScalars.append(scalar)
      place.column += width
    }
    if current != .plain { output += Colour.plain.start }
  }

  private func paintMarks(_ output: inout String, _ place: inout CellLayout.Place) {
    for (index, scalar) in text.shown.enumerated() where scalar == "\n" {
      let row = index + 1 < text.shown.count ? layout.places[index + 1].row : layout.end.row
      let target = CellLayout.Place(row: row)
      output += CellLayout.move(from: place, to: target) + Colour.dim(continuation)
      place = CellLayout.Place(row: row, column: indent)
    }
  }
}
