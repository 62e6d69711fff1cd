import Figures

/// Figures as values, for the journal.
enum FigureValues {
  /// The name under which words are recorded.
  static let text = "text"
  /// What names of curves, or of points, begin with that are recorded as pairs of x and y; behind it
  /// the number of a second chart and further ones, and `_`.
  static let (lines, points) = ("lines", "points")

  /// What the journal keeps of figures that cannot be drawn again from anything else in it.
  ///
  /// Words may tell times and versions, so they are not compared.
  static func all(_ figures: [Figure]) -> [NamedValue] {
    var values: [NamedValue] = []
    var words: [String] = []
    var placed = 0
    func add(_ title: String, _ quantity: Quantity, after prefix: String = "") {
      let word = title.lowercased().prefix { $0.isASCII && $0.isLetter }
      let name = prefix + (word.isEmpty ? "values" : String(word))
      let count = values.count { $0.name == name || $0.name.hasPrefix(name + "_") }
      values.append(NamedValue(count == 0 ? name : "\(name)_\(count + 1)", quantity))
    }
    for figure in figures {
      switch figure {
      case .heatMap(let map): add(map.title, .matrix(map.values.map(row)))
      case .chart(let chart) where !isCounted(chart):
        placed += 1
        let prefix = (chart.isJoined ? lines : points) + (placed > 1 ? "\(placed)_" : "_")
        for series in chart.series {
          add(series.name, .matrix(series.points.map { [$0.x, $0.y] }), after: prefix)
        }
      case .chart(let chart):
        for series in chart.series { add(series.name, .numbers(series.points.map(\.y))) }
      case .images: break
      case .text, .table: words += figure.lines(TextStyle())
      }
    }
    if !words.isEmpty {
      let text = Quantity.text(words.joined(separator: "\n"))
      values.append(NamedValue(Self.text, text, volatile: true))
    }
    return values
  }

  /// Whether the points of each curve merely count something: 0, 1, 2 or 1, 2, 3.
  private static func isCounted(_ chart: LineChart) -> Bool {
    chart.isJoined
      && chart.series.allSatisfy { series in
        let first = series.points.first?.x ?? 0
        return series.points.enumerated().allSatisfy { $1.x == first + Double($0) }
      }
  }

  /// The values of a row up to the last one there is.
  private static func row(_ values: [Double?]) -> [Double] {
    let last = values.lastIndex { $0 != nil }.map { $0 + 1 } ?? 0
    return values.prefix(last).map { $0 ?? .nan }
  }
}
