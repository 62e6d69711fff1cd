extension Figure {
  /// Whether both show the same; NaN equals NaN, and numbers may
  /// differ as far as `allows` says.
  package func isSame(
    as other: Figure, allows: (_ left: Double, _ right: Double) -> Bool = { _, _ in false }
  ) -> Bool {
    guard kind == other.kind, words == other.words else { return false }
    let (left, right) = (numbers, other.numbers)
    return left.count == right.count
      && zip(left, right).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN || allows($0, $1) }
  }

  /// Everything that is not a number, in a fixed order.
  private var words: [String] {
    switch self {
    case .text(let text): return [text]
    case .table(let table):
      return table.header
        + table.rows.flatMap { row in
          ["\(row.count)"]
            + row.map { cell in
              switch cell {
              case .text(let text): "t" + text
              case .number(_, let digits): "n\(digits)"
              case .integer: "i"
              }
            }
        }
    case .chart(let chart):
      return [chart.title, chart.xLabel, chart.yLabel, chart.form.rawValue]
        + chart.series.flatMap { [$0.name, "\($0.points.count) \($0.band.count)"] }
    case .heatMap(let map):
      return [map.title] + map.rowLabels + ["|"] + map.columnLabels
        + map.values.flatMap { row in ["\(row.count)"] + row.map { $0 == nil ? "-" : "n" } }
    case .images(let sheet): return sheet.captions + ["\(sheet.width)x\(sheet.height)"]
    // The file's place and compression are not part of what it shows.
    case .file(let file): return file.captions + ["\(file.width)x\(file.height)", file.pixels]
    }
  }

  /// All numbers, in a fixed order.
  package var numbers: [Double] {
    switch self {
    case .text: []
    case .table(let table):
      table.rows.joined().compactMap { cell in
        switch cell {
        case .text: nil
        case .number(let number, _): number
        case .integer(let number): Double(number)
        }
      }
    case .chart(let chart):
      (chart.yRange.map { [$0.lowerBound, $0.upperBound] } ?? []) + chart.xTicks
        + chart.series.flatMap { series in
          series.points.flatMap { [$0.x, $0.y] }
            + series.band.flatMap { [$0.lowerBound, $0.upperBound] }
        }
    case .heatMap(let map):
      [map.range.lowerBound, map.range.upperBound] + map.values.joined().compactMap(\.self)
    case .images(let sheet): sheet.images.joined().map(Double.init)
    case .file(let file): [Double(file.count)]
    }
  }
}
