import Text

/// Draws a heat map as SVG.
struct HeatMapDrawing {
  /// Where cells begin, below a title of one line.
  private static let firstTop = 72.0
  private static let titleLine = 20.0
  /// Maps with more rows or columns get small cells without numbers.
  private static let mostNumbered = 40
  private static let widestName = 12

  private let map: HeatMap
  private let cellWidth: Double
  private let cellHeight: Double
  private let left: Double

  /// Maps with more rows or columns are condensed.
  private static let mostCells = 120

  /// How many rows and columns are averaged into one.
  private let block: Int
  /// The title in lines about as wide as the map, so that a small screen shows it whole.
  private let titles: [String]
  private let top: Double

  init(_ given: HeatMap) {
    block = max(1, (max(given.columnCount, given.rowCount) + Self.mostCells - 1) / Self.mostCells)
    let map = block > 1 ? given.condensed(block) : given
    self.map = map
    let isLarge = max(map.columnCount, map.rowCount) > Self.mostNumbered
    let name = map.columnLabels.map { CellWidth.of($0) }.max() ?? 0
    cellWidth = isLarge ? 12 : max(44, 7 * Double(min(Self.widestName, name)) + 8)
    cellHeight = isLarge ? 12 : 30
    let label = min(24, map.rowLabels.map { CellWidth.of($0) }.max() ?? 0)
    left = 32 + 7 * Double(label)
    let width = left + cellWidth * Double(map.columnCount) - 24
    titles = map.title.isEmpty ? [""] : Wrapping.lines(map.title, to: max(30, Int(width / 9)))
    top = Self.firstTop + Self.titleLine * Double(titles.count - 1)
  }

  func document() -> Drawing {
    let name = map.title.isEmpty ? "Heat map" : map.title
    let (width, height) = (cellWidth * Double(map.columnCount), cellHeight * Double(map.rowCount))
    var page = Drawing(
      width: max(
        left + width + 24, 48 + 9 * Double(titles.map { CellWidth.of($0) }.max() ?? 0), 240),
      height: top + height + 64, title: name)
    for (line, text) in titles.enumerated() {
      page.text(text, x: 24, y: 28 + Self.titleLine * Double(line), size: 16, isBold: true)
    }
    guard map.rowCount > 0, map.columnCount > 0 else {
      page.text("no data", x: 24, y: top, fill: Drawing.faint)
      return page
    }
    addLabels(&page)
    for row in 0..<map.rowCount {
      for column in 0..<map.columnCount { addCell(&page, row, column) }
    }
    addScale(&page, y: top + height + 20)
    return page
  }

  private var isNumbered: Bool { cellWidth > 20 }

  private func addLabels(_ page: inout Drawing) {
    // Above small cells a name takes the width of several, so only some are written.
    let each = isNumbered ? 1 : 6
    for (column, label) in map.columnLabels.enumerated() where column.isMultiple(of: each) {
      page.text(
        Self.clipped(label, to: Self.widestName), x: left + (Double(column) + 0.5) * cellWidth,
        y: top - 8, anchor: .middle, size: isNumbered ? 12 : 9, fill: Drawing.faint)
    }
    for (row, label) in map.rowLabels.enumerated() {
      page.text(
        Self.clipped(label, to: 24), x: left - 8, y: middle(row), anchor: .end,
        size: isNumbered ? 12 : 9, fill: Drawing.faint)
    }
  }

  private func addCell(_ page: inout Drawing, _ row: Int, _ column: Int) {
    let x = left + Double(column) * cellWidth
    let value = map[row, column]
    let colour = value.flatMap(map.fraction).map(Palette.heat)
    page.rectangle(
      x: x, y: top + Double(row) * cellHeight, width: cellWidth - 1, height: cellHeight - 1,
      fill: colour?.hexadecimal ?? "#f2f2f2")
    guard isNumbered, let value else { return }
    page.text(
      map.text(value), x: x + (cellWidth - 1) / 2, y: middle(row), anchor: .middle,
      fill: (colour?.readableInk ?? .black).hexadecimal)
  }

  private func addScale(_ page: inout Drawing, y: Double) {
    for step in 0..<20 {
      page.rectangle(
        x: left + Double(step) * 6, y: y, width: 6, height: 8,
        fill: Palette.heat(Double(step) / 19).hexadecimal)
    }
    if block > 1 {
      page.text(
        "each cell is the mean of \(block) x \(block)", x: left + 136, y: y + 8, size: 10,
        fill: Drawing.faint)
    }
    page.text(map.text(map.range.lowerBound), x: left, y: y + 22, size: 10)
    page.text(map.text(map.range.upperBound), x: left + 120, y: y + 22, anchor: .end, size: 10)
  }

  private func middle(_ row: Int) -> Double {
    top + (Double(row) + 0.5) * cellHeight + (isNumbered ? 4 : 3)
  }

  private static func clipped(_ label: String, to width: Int) -> String {
    CellText.clipped(label, to: width, mark: "…")
  }
}
