import Text

/// Draws a line chart with Braille dots, or with one symbol per series in ASCII.
struct ChartText {
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
    let total = style.plotColumns
    let labels = y.ticks.map { CellWidth.of(y.label($0)) }.max() ?? 0
    let margin = total >= labels + 2 + Self.leastPlot ? labels + 2 : total >= 4 ? 1 : 0
    let canvas = drawn(columns: total - margin, x, y)
    lines += plotLines(canvas, y, margin: margin)
    if margin > 0 { lines.append(axisLine(canvas, x, margin: margin)) }
    lines.append(tickLine(canvas, x, margin: margin))
    lines += xName(margin: margin, columns: canvas.columns)
    return lines + legend()
  }

  private func drawn(columns: Int, _ x: AxisScale, _ y: AxisScale) -> DotCanvas {
    var canvas = DotCanvas(columns: columns, rows: style.plotRows, isBraille: style.unicode)
    for (index, series) in chart.series.enumerated() {
      for (point, range) in zip(series.points, series.band)
      where point.x.isFinite && range.lowerBound.isFinite && range.upperBound.isFinite {
        let ends = [range.lowerBound, range.upperBound].map {
          canvas.dot(x: x.fraction(point.x), y: y.fraction($0))
        }
        canvas.line(from: ends[0], to: ends[1], owner: index)
      }
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

  private func axisLine(_ canvas: DotCanvas, _ x: AxisScale, margin: Int) -> String {
    let (corner, dash, tick) = style.unicode ? ("└", "─", "┬") : ("+", "-", "+")
    let places = Set(x.ticks.map { column($0, x, canvas) })
    let line = (0..<canvas.columns).map { places.contains($0) ? tick : dash }.joined()
    return StyledLine.single(CellText.spaces(margin - 1) + corner + line, .dim, style)
  }

  private func column(_ value: Double, _ x: AxisScale, _ canvas: DotCanvas) -> Int {
    canvas.cell(of: canvas.dot(x: x.fraction(value), y: 0)).column
  }

  /// The values of the ticks below them, as many as have room.
  private func tickLine(_ canvas: DotCanvas, _ x: AxisScale, margin: Int) -> String {
    var line = StyledLine(style)
    line.pad(to: margin)
    for tick in x.ticks {
      let label = x.label(tick)
      let place = column(tick, x, canvas) - label.count / 2
      let start = margin + max(0, min(place, canvas.columns - label.count))
      guard start > line.width || line.width == margin && start == margin,
        start + label.count <= margin + canvas.columns
      else { continue }
      line.pad(to: start)
      line.append(label, .dim)
    }
    return line.rendered()
  }

  private func xName(margin: Int, columns: Int) -> [String] {
    let name = style.plain(chart.xLabel)
    guard !name.isEmpty else { return [] }
    let isWide = CellWidth.of(name) > columns
    let shown = isWide ? name : CellText.padded(name, to: columns, .centre)
    return [StyledLine.single(CellText.spaces(isWide ? 0 : margin) + shown, .dim, style)]
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

  /// Letters distinguish curves where colours cannot.
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
