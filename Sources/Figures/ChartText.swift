import Text

/// Draws a line chart with Braille dots, or with one symbol per series in ASCII.
struct ChartText {
  private static let rows = 10
  private static let widest = 100
  private static let leastPlot = 8
  /// Cells from one letter on a curve to the next.
  private static let letterDistance = 8

  private let chart: LineChart
  private let style: TextStyle

  init(_ chart: LineChart, _ style: TextStyle) {
    self.chart = chart
    self.style = style
  }

  func lines() -> [String] {
    var lines: [String] = []
    if !chart.title.isEmpty { lines.append(StyledLine.single(chart.title, .bold, style)) }
    guard let (x, y) = chart.scales else {
      return lines + [StyledLine.single("(no data)", .dim, style)]
    }
    if !chart.yLabel.isEmpty { lines.append(StyledLine.single(chart.yLabel, .dim, style)) }
    let total = min(style.width, Self.widest)
    let labels = y.ticks.map { CellWidth.of(y.label($0)) }.max() ?? 0
    let margin = total >= labels + 2 + Self.leastPlot ? labels + 2 : total >= 4 ? 1 : 0
    let canvas = drawn(columns: total - margin, x, y)
    lines += plotLines(canvas, y, margin: margin)
    if margin > 0 { lines.append(axisLine(margin: margin, columns: canvas.columns)) }
    lines.append(xLine(x, margin: margin, columns: canvas.columns))
    return lines + legend()
  }

  private func drawn(columns: Int, _ x: AxisScale, _ y: AxisScale) -> DotCanvas {
    var canvas = DotCanvas(columns: columns, rows: Self.rows, isBraille: style.unicode)
    for (index, series) in chart.series.enumerated() {
      for run in LineChart.runs(series) {
        let dots = run.map { canvas.dot(x: x.fraction($0.x), y: y.fraction($0.y)) }
        guard chart.isJoined else {
          for dot in dots { scatter(dot, index, &canvas) }
          continue
        }
        for (start, end) in zip(dots, dots.dropFirst()) {
          canvas.line(from: start, to: end, owner: index)
        }
        if dots.count == 1 { canvas.mark(dots[0], mark(index), owner: index, replacing: true) }
      }
    }
    if usesLetters, chart.isJoined { addLetters(&canvas, x, y) }
    return canvas
  }

  private func scatter(_ dot: (x: Int, y: Int), _ index: Int, _ canvas: inout DotCanvas) {
    if usesLetters {
      canvas.mark(dot, mark(index), owner: index, replacing: true)
    } else {
      canvas.line(from: dot, to: dot, owner: index)
    }
  }

  private func addLetters(_ canvas: inout DotCanvas, _ x: AxisScale, _ y: AxisScale) {
    for (index, series) in chart.series.enumerated() {
      for run in LineChart.runs(series) where run.count > 1 {
        var next = Int.min
        for (place, point) in run.enumerated() {
          let dot = canvas.dot(x: x.fraction(point.x), y: y.fraction(point.y))
          let column = canvas.cell(of: dot).column
          guard column >= next || place == run.count - 1 else { continue }
          canvas.mark(dot, mark(index), owner: index)
          next = column + Self.letterDistance
        }
      }
    }
  }

  private func plotLines(_ canvas: DotCanvas, _ y: AxisScale, margin: Int) -> [String] {
    var labels: [Int: String] = [:]
    for tick in y.ticks {
      labels[canvas.cell(of: canvas.dot(x: 0, y: y.fraction(tick))).row] = y.label(tick)
    }
    return (0..<canvas.rows).map { row in
      var line = StyledLine(style)
      if margin > 1 {
        line.append(CellText.padded(labels[row] ?? "", to: margin - 2, .right) + " ", .dim)
      }
      if margin > 0 { line.append(axisMark(isTick: labels[row] != nil), .dim) }
      for column in 0..<canvas.columns {
        let cell = canvas[column, row]
        line.append(text(of: cell) ?? " ", Ink(foreground: colour(cell)))
      }
      return line.rendered()
    }
  }

  private func text(of cell: DotCanvas.Cell) -> String? {
    if let mark = cell.mark { return mark }
    guard style.unicode else { return cell.dots == 0 ? nil : mark(cell.owner) }
    return DotCanvas.braille(cell.dots)
  }

  private func colour(_ cell: DotCanvas.Cell) -> Colour? {
    cell.dots == 0 && cell.mark == nil ? nil : colour(cell.owner)
  }

  private func axisMark(isTick: Bool) -> String {
    style.unicode ? (isTick ? "┤" : "│") : (isTick ? "+" : "|")
  }

  private func axisLine(margin: Int, columns: Int) -> String {
    let (corner, dash) = style.unicode ? ("└", "─") : ("+", "-")
    let line = CellText.spaces(margin - 1) + corner + String(repeating: dash, count: columns)
    return StyledLine.single(line, .dim, style)
  }

  /// The ends of the horizontal axis with its name between them, as far as there is room.
  private func xLine(_ x: AxisScale, margin: Int, columns: Int) -> String {
    var line = StyledLine(style)
    let single = chart.singleX
    let first = single == nil ? Format.number(x.low) : ""
    let last = single == nil ? Format.number(x.high) : ""
    line.pad(to: margin)
    let name = style.plain(chart.xLabel) + (single.map { " " + Format.number($0) } ?? "")
    guard CellWidth.of(name) + first.count + last.count + 4 <= columns else {
      guard first.count + last.count < columns else { return StyledLine.single(name, .dim, style) }
      line.append(first + CellText.padded(last, to: columns - first.count, .right), .dim)
      return line.rendered()
    }
    let middle = CellText.padded(name, to: columns - first.count - last.count, .centre)
    line.append(first + middle + last, .dim)
    return line.rendered()
  }

  private func legend() -> [String] {
    guard chart.series.contains(where: { !$0.name.isEmpty }) else { return [] }
    var lines: [String] = []
    var line = StyledLine(style)
    for (index, series) in chart.series.enumerated() {
      let name = style.clipped(series.name, to: max(1, style.width - 2))
      if line.width > 0 {
        if line.width + 4 + CellWidth.of(name) > style.width {
          lines.append(line.rendered())
          line = StyledLine(style)
        } else {
          line.append("  ")
        }
      }
      line.append(mark(index), Ink(foreground: colour(index)))
      line.append(" " + name)
    }
    return lines + [line.rendered()]
  }

  /// Letters tell curves apart where colours cannot.
  private var usesLetters: Bool {
    let distinct = style.colours ? Palette.terminal.count : 1
    return style.unicode && chart.series.count > distinct
  }

  private func colour(_ index: Int) -> Colour {
    Palette.terminal[index % Palette.terminal.count]
  }

  private func mark(_ index: Int) -> String {
    guard style.unicode else { return Self.symbols[index % Self.symbols.count] }
    return usesLetters ? Self.letters[index % Self.letters.count] : "●"
  }

  private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".map(
    String.init)
  private static let symbols = "*o+x#@%&=$".map(String.init) + letters
}
