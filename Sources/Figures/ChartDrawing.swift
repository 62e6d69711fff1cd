import Text

/// Draws a line chart as SVG.
struct ChartDrawing {
  private static let left = 72.0
  private static let right = 24.0
  private static let top = 64.0
  private static let legendRow = 20.0
  /// Runs with more points than this are drawn without a dot at each of them.
  private static let mostDots = 40
  /// Runs with more points than this are thinned to the extremes of equal groups.
  private static let mostPoints = 2000

  private let chart: LineChart
  private let width: Double
  private let plotHeight: Double

  init(_ chart: LineChart, width: Double, height: Double = 300) {
    self.chart = chart
    self.width = min(4000, max(240, width))
    plotHeight = min(4000, max(80, height))
  }

  func document() -> Drawing {
    let places = legendPlaces()
    let rows = Double((places.map(\.row).max() ?? -1) + 1)
    let height = Self.top + plotHeight + 60 + rows * Self.legendRow
    let name = chart.title.isEmpty ? "Line chart" : chart.title
    var page = Drawing(width: width, height: height, title: name)
    page.text(chart.title, x: 24, y: 28, size: 16, isBold: true)
    guard let (x, y) = chart.scales else {
      page.text("no data", x: Self.left, y: Self.top + 20, fill: Drawing.faint)
      return page
    }
    addAxes(&page, x, y)
    for index in chart.series.indices { addBand(&page, index, x, y) }
    for index in chart.series.indices { addSeries(&page, index, x, y) }
    for (index, place) in places.enumerated() { addLegend(&page, index, place) }
    return page
  }

  private var plotWidth: Double { width - Self.left - Self.right }

  private var bottom: Double { Self.top + plotHeight }

  private func addAxes(_ page: inout Drawing, _ x: AxisScale, _ y: AxisScale) {
    page.text(chart.yLabel, x: 24, y: Self.top - 14, fill: Drawing.faint)
    for tick in y.ticks {
      let height = bottom - y.fraction(tick) * plotHeight
      page.line([(Self.left, height), (Self.left + plotWidth, height)], stroke: Drawing.rule)
      page.text(
        y.label(tick), x: Self.left - 8, y: height + 4, anchor: .end, fill: Drawing.faint)
    }
    for tick in x.ticks {
      let place = Self.left + x.fraction(tick) * plotWidth
      page.line([(place, bottom), (place, bottom + 5)], stroke: Drawing.faint)
      page.text(x.label(tick), x: place, y: bottom + 20, anchor: .middle, fill: Drawing.faint)
    }
    page.line([(Self.left, bottom), (Self.left + plotWidth, bottom)], stroke: Drawing.faint)
    page.text(
      chart.xLabel, x: Self.left + plotWidth / 2, y: bottom + 40, anchor: .middle,
      fill: Drawing.faint)
  }

  /// The band around a curve: its upper edge from left to right, then its lower one back.
  private func addBand(_ page: inout Drawing, _ index: Int, _ x: AxisScale, _ y: AxisScale) {
    let series = chart.series[index]
    let points = zip(series.points, series.band).filter {
      $0.x.isFinite && $1.lowerBound.isFinite && $1.upperBound.isFinite
    }
    func place(_ across: Double, _ up: Double) -> (x: Double, y: Double) {
      (Self.left + x.fraction(across) * plotWidth, bottom - y.fraction(up) * plotHeight)
    }
    let upper = points.map { place($0.0.x, $0.1.upperBound) }
    let lower = points.reversed().map { place($0.0.x, $0.1.lowerBound) }
    if upper.count > 1 { page.area(upper + lower, fill: colour(index)) }
  }

  private func addSeries(_ page: inout Drawing, _ index: Int, _ x: AxisScale, _ y: AxisScale) {
    for run in LineChart.runs(chart.series[index]) {
      let places = (chart.isJoined ? Self.thinned(run) : run).map { point in
        (
          x: Self.left + x.fraction(point.x) * plotWidth,
          y: bottom - y.fraction(point.y) * plotHeight
        )
      }
      if chart.isJoined, places.count > 1 {
        page.line(places, stroke: colour(index), width: 2, dashes: dashes(index))
      }
      guard !chart.isJoined || places.count <= Self.mostDots else { continue }
      for place in places { page.circle(x: place.x, y: place.y, radius: 3, fill: colour(index)) }
    }
  }

  private func addLegend(
    _ page: inout Drawing, _ index: Int, _ place: (x: Double, row: Int)
  ) {
    let height = bottom + 64 + Double(place.row) * Self.legendRow
    let start = Self.left + place.x
    if chart.isJoined {
      page.line(
        [(start, height - 4), (start + 20, height - 4)], stroke: colour(index), width: 2,
        dashes: dashes(index))
    }
    page.circle(x: start + 10, y: height - 4, radius: 3, fill: colour(index))
    page.text(chart.series[index].name, x: start + 26, y: height)
  }

  /// Where the legend entries go, from left to right and row by row.
  private func legendPlaces() -> [(x: Double, row: Int)] {
    var (x, row) = (0.0, 0)
    return chart.series.map { series in
      let length = 46 + 7 * Double(CellWidth.of(series.name))
      if x > 0, x + length > plotWidth { (x, row) = (0, row + 1) }
      defer { x += length }
      return (x, row)
    }
  }

  private func colour(_ index: Int) -> String {
    Palette.paper[index % Palette.paper.count].hexadecimal
  }

  /// Dashes distinguish curves once all colours are in use.
  private func dashes(_ index: Int) -> String {
    ["", "6 3", "2 3", "8 3 2 3"][index / Palette.paper.count % 4]
  }

  private static func thinned(_ run: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    guard run.count > mostPoints else { return run }
    let size = (run.count * 2 + mostPoints - 1) / mostPoints
    return stride(from: 0, to: run.count, by: size).flatMap { start in
      let group = start..<min(start + size, run.count)
      let lowest = group.min { run[$0].y < run[$1].y } ?? start
      let highest = group.max { run[$0].y < run[$1].y } ?? start
      return Set([lowest, highest]).sorted().map { run[$0] }
    }
  }
}
