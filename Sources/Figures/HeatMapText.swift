import Text

/// Writes a heat map as numbers on colours, or as shades where numbers do not fit.
struct HeatMapText {
  private static let widestLabel = 12

  private let map: HeatMap
  private let style: TextStyle
  private let rowLabels: [String]
  private let columnLabels: [String]
  /// Cells that row labels take, the space after them included.
  private let margin: Int
  /// How many rows and columns of the map are averaged into one.
  private let block: Int

  init(_ map: HeatMap, _ style: TextStyle) {
    var (block, label) = (1, CellWidth.of(map.rowLabels.last ?? ""))
    if map.columnCount > style.width - label - 1 {
      // Names of blocks are those of their ends.
      label = 2 * label + 3
      let room = max(1, style.width - min(label, 24, max(3, style.width / 4)) - 1)
      block = (map.columnCount + room - 1) / room
    }
    self.init(block > 1 ? map.condensed(block) : map, style, block: max(1, block))
  }

  private init(_ map: HeatMap, _ style: TextStyle, block: Int) {
    self.map = map
    self.style = style
    self.block = block
    rowLabels = map.rowLabels.map(style.plain)
    columnLabels = map.columnLabels.map(style.plain)
    let widest = rowLabels.map { CellWidth.of($0) }.max() ?? 0
    let room = widest == 0 ? 0 : min(widest, 24, max(3, style.width / 4)) + 1
    margin = style.width < 8 ? 0 : room
  }

  func lines() -> [String] {
    let title = map.title.isEmpty ? [] : [StyledLine.single(map.title, .bold, style)]
    guard map.rowCount > 0, map.columnCount > 0 else {
      return title + [StyledLine.single("(no data)", .dim, style)]
    }
    let texts = map.values.joined().map { $0.map { map.text($0).count } ?? 1 }
    let least = texts.max() ?? 1
    let room = (style.width - margin) / map.columnCount
    guard room > least, block == 1 else {
      return title + shades(width: room >= 2 ? 2 : 1) + condensation
    }
    let labels = columnLabels.map { CellWidth.of($0) }.max() ?? 0
    let wanted = max(least, min(labels, Self.widestLabel))
    return title + numbers(width: min(room, wanted + 2))
  }

  /// A note that cells are means of several, if they are.
  private var condensation: [String] {
    guard block > 1 else { return [] }
    return [StyledLine.single("(cells: means of \(block) x \(block))", .dim, style)]
  }

  private func numbers(width: Int) -> [String] {
    let rows = (0..<map.rowCount).map { row in
      var line = start(row)
      for column in 0..<map.columnCount { addNumber(&line, map[row, column], width: width) }
      return line.rendered()
    }
    return numberHeader(width: width) + rows
  }

  private func addNumber(_ line: inout StyledLine, _ value: Double?, width: Int) {
    // A cell with room for it keeps a space after the number, too, so that colours frame it.
    let after = CellText.spaces(width > 3 ? 1 : 0)
    let text = value.map(map.text) ?? style.missingMark
    let shown = CellText.padded(text, to: width - after.count, .right) + after
    line.append(shown, value.map(ink) ?? .dim)
  }

  private func numberHeader(width: Int) -> [String] {
    guard columnLabels.contains(where: { !$0.isEmpty }) else { return [] }
    var line = StyledLine(style)
    line.pad(to: margin)
    let after = width > 3 ? 1 : 0
    for label in columnLabels {
      let text = style.clipped(label, to: max(1, width - 1 - after))
      line.append(
        CellText.padded(text, to: width - after, .right) + CellText.spaces(after), .dim)
    }
    return [line.rendered()]
  }

  private func shades(width: Int) -> [String] {
    let rows = (0..<map.rowCount).map { row in
      var line = start(row)
      for column in 0..<map.columnCount where line.width <= style.width {
        addShade(&line, map[row, column], width: width)
      }
      return line.rendered()
    }
    return shadeHeader(width: width) + rows + [scale()]
  }

  private func addShade(_ line: inout StyledLine, _ value: Double?, width: Int) {
    guard let value else {
      return line.append(CellText.padded(style.missingMark, to: width), .dim)
    }
    guard let fraction = map.fraction(value) else {
      return line.append(CellText.padded("?", to: width))
    }
    line.append(String(repeating: shade(fraction), count: width), ink(value))
  }

  private func shade(_ fraction: Double) -> String {
    guard !style.colours else { return " " }
    let levels = style.unicode ? Self.blocks : Self.symbols
    return levels[min(levels.count - 1, Int(fraction * Double(levels.count)))]
  }

  /// As many column labels as fit side by side above their columns.
  private func shadeHeader(width: Int) -> [String] {
    var line = StyledLine(style)
    line.pad(to: margin)
    for (index, label) in columnLabels.enumerated() where !label.isEmpty {
      let place = margin + index * width
      guard place <= style.width - CellWidth.of(label) else { continue }
      guard place == margin || place > line.width else { continue }
      line.pad(to: place)
      line.append(label, .dim)
    }
    return line.width > margin ? [line.rendered()] : []
  }

  private func scale() -> String {
    var line = StyledLine(style)
    line.append(map.text(map.range.lowerBound) + " ", .dim)
    for level in 0..<5 {
      let fraction = Double(level) / 4
      line.append(
        shade(fraction), style.colours ? Ink(background: Palette.heat(fraction)) : .plain)
    }
    line.append(" " + map.text(map.range.upperBound), .dim)
    return line.rendered()
  }

  private static let blocks = [" ", "░", "▒", "▓", "█"]
  private static let symbols = [" ", ".", ":", "*", "#"]

  private func start(_ row: Int) -> StyledLine {
    var line = StyledLine(style)
    guard margin > 0 else { return line }
    let label = row < rowLabels.count ? rowLabels[row] : ""
    line.append(style.clipped(label, to: margin - 1), .dim)
    line.pad(to: margin)
    return line
  }

  private func ink(_ value: Double) -> Ink {
    guard let fraction = map.fraction(value) else { return .plain }
    let colour = Palette.heat(fraction)
    return Ink(foreground: colour.readableInk, background: colour)
  }
}
