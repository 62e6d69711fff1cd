/// A terminal small enough to assert on: what is visible and where the cursor stands.
package struct VisibleScreen {
  struct Cell: Equatable {
    var text = " "
    var style = "0"
  }

  /// Columns of the window.
  package private(set) var columns: Int
  /// The row of the cursor, from 0.
  package var row = 0
  /// The column of the cursor, from 0.
  package var column = 0
  var cells: [[Cell]]
  var style = "0"
  var inserts = false
  var wrapPending = false
  var escape: String?

  package init(columns: Int, rows: Int) {
    self.columns = columns
    cells = Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
  }

  /// The visible rows without blanks at their ends.
  package var lines: [String] {
    cells.map { row in
      var line = row.map(\.text).joined()
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// The visible rows up to the last one that is not empty.
  package var text: String {
    var lines = lines
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  /// What the cell of a row and a column holds; empty after a wide character.
  package func character(at row: Int, _ column: Int) -> String { cells[row][column].text }

  /// The number of the escape sequence, 0 for none, that a visible text is shown with.
  package func style(of text: String) -> String? {
    for row in cells {
      let characters = row.filter { !$0.text.isEmpty }
      for start in characters.indices {
        let end = characters[start...]
        guard end.map(\.text).joined().hasPrefix(text) else { continue }
        return characters[start].style
      }
    }
    return nil
  }

  mutating func resize(columns: Int, rows: Int) {
    let empty = [Cell](repeating: Cell(), count: columns)
    cells = cells.map { Array(($0 + empty).prefix(columns)) }
    while cells.count > rows {
      cells.removeFirst()
      row -= 1
    }
    while cells.count < rows { cells.append(empty) }
    self.columns = columns
    row = max(0, row)
    column = min(column, columns - 1)
    wrapPending = false
  }

  package mutating func feed(_ text: String) {
    for scalar in text.unicodeScalars {
      if let sequence = escape { follow(sequence, scalar) } else { feed(scalar) }
    }
  }

  private mutating func feed(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\u{1b}": escape = ""
    case "\r": move(to: row, 0)
    case "\n": lineFeed()
    case "\u{8}": move(to: row, column - 1)
    case "\t": move(to: row, (column / 8 + 1) * 8)
    default: if scalar.value >= 0x20 { put(scalar) }
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = Self.width(of: scalar)
    guard width > 0 else {
      let at = wrapPending ? column : column - 1
      if at >= 0 { cells[row][at].text.unicodeScalars.append(scalar) }
      return
    }
    if wrapPending || column + width > columns {
      lineFeed()
      column = 0
    }
    wrapPending = false
    if inserts { insertBlanks(width) }
    cells[row][column] = Cell(text: String(scalar), style: style)
    for extra in 1..<max(2, width) where width > 1 {
      cells[row][column + extra] = Cell(text: "", style: style)
    }
    column += width
    if column >= columns {
      column = columns - 1
      wrapPending = true
    }
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    if scalar.properties.generalCategory == .nonspacingMark { return 0 }
    let wide: [ClosedRange<UInt32>] = [
      0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
      0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd,
    ]
    return wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  private mutating func lineFeed() {
    wrapPending = false
    guard row == cells.count - 1 else {
      row += 1
      return
    }
    cells.removeFirst()
    cells.append(Array(repeating: Cell(), count: columns))
  }

  mutating func move(to row: Int, _ column: Int) {
    wrapPending = false
    self.row = min(max(0, row), cells.count - 1)
    self.column = min(max(0, column), columns - 1)
  }

  mutating func insertBlanks(_ count: Int) {
    let blanks = [Cell](repeating: Cell(), count: count)
    cells[row].insert(contentsOf: blanks, at: column)
    cells[row].removeLast(cells[row].count - columns)
  }
}
