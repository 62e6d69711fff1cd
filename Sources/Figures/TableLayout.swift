import Text

/// Lays a table out in columns that fit a style's width.
struct TableLayout {
  private struct Column {
    var width = 0
    var hasWords = false
    var hasNumbers = false

    /// A column whose words are all placeholders ("-") is a column of numbers.
    var isNumeric: Bool { hasNumbers && !hasWords }
  }

  private static let gap = 2
  private static let leastWords = 4

  private let style: TextStyle
  private let header: [String]
  private let rows: [[(text: String, isNumeric: Bool)]]
  private var columns: [Column]

  init(_ table: Table, _ style: TextStyle) {
    self.style = style
    let names = table.header.map(style.plain)
    header = names.allSatisfy { $0.allSatisfy { $0 == " " } } ? [] : names
    rows = table.rows.map { row in row.map { (style.plain($0.string), $0.isNumeric) } }
    columns = Array(repeating: Column(), count: max(header.count, rows.map(\.count).max() ?? 0))
    measure()
    shrink()
  }

  func lines() -> [String] {
    guard !columns.isEmpty else { return [] }
    let body = rows.flatMap { row in
      wrapped(row.enumerated().map { ($1.text, $1.isNumeric || columns[$0].isNumeric) })
        .map { line($0, .plain) }
    }
    guard !header.isEmpty else { return body }
    return [line(header.enumerated().map { ($1, columns[$0].isNumeric) }, .dim)] + body
  }

  /// The lines of one row: words that are too many for their column go on below it.
  private func wrapped(
    _ row: [(text: String, isRight: Bool)]
  ) -> [[(text: String, isRight: Bool)]] {
    let cells = row.enumerated().map { index, cell in
      cell.isRight ? [cell.text] : Wrapping.lines(cell.text, to: columns[index].width)
    }
    return (0..<max(1, cells.map(\.count).max() ?? 0)).map { piece in
      zip(row, cells).map { ($1.indices.contains(piece) ? $1[piece] : "", $0.isRight) }
    }
  }

  private func line(_ cells: [(text: String, isRight: Bool)], _ ink: Ink) -> String {
    var line = StyledLine(style)
    for (index, cell) in cells.enumerated() where line.width <= style.width {
      let text = style.clipped(cell.text, to: columns[index].width)
      let side: CellText.Side = cell.isRight ? .right : .left
      if index > 0 { line.append(CellText.spaces(Self.gap), ink) }
      let isOpenEnd = index == cells.count - 1 && side == .left
      line.append(isOpenEnd ? text : CellText.padded(text, to: columns[index].width, side), ink)
    }
    return line.rendered()
  }

  private mutating func measure() {
    for (index, name) in header.enumerated() { columns[index].width = CellWidth.of(name) }
    for row in rows {
      for (index, cell) in row.enumerated() {
        columns[index].width = max(columns[index].width, CellWidth.of(cell.text))
        if cell.isNumeric {
          columns[index].hasNumbers = true
        } else if !["", "-", "–", "—", "·", "."].contains(cell.text) {
          columns[index].hasWords = true
        }
      }
    }
  }

  /// Narrows the widest columns until the table fits: words first, numbers only if they must.
  private mutating func shrink() {
    let room = style.width - Self.gap * (columns.count - 1)
    let words = columns.indices.filter { !columns[$0].isNumeric }
    narrow(words, least: Self.leastWords, room: room)
    narrow(Array(columns.indices), least: 1, room: room)
  }

  private mutating func narrow(_ indices: [Int], least: Int, room: Int) {
    let total = columns.reduce(0) { $0 + $1.width }
    guard total > room else { return }
    let goal = room - (total - indices.reduce(0) { $0 + columns[$1].width })
    func sum(_ limit: Int) -> Int { indices.reduce(0) { $0 + min(columns[$1].width, limit) } }
    var low = least
    var high = max(least, indices.map { columns[$0].width }.max() ?? least)
    while low < high {
      let middle = (low + high + 1) / 2
      if sum(middle) <= goal { low = middle } else { high = middle - 1 }
    }
    var spare = max(0, goal - sum(low))
    for index in indices where columns[index].width > low {
      columns[index].width = low + (spare > 0 ? 1 : 0)
      spare -= 1
    }
  }
}
