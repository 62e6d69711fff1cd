import Catalog
import Journal
import Figures

/// Figures as values, for the journal.
enum FigureValues {
  /// The name under which words are recorded.
  static let text = "text"
  /// What names of values begin with that are pairs of x and y, for the forms of charts in which the
  /// places on the x axis count.
  ///
  /// Then comes the number of the view's second chart and further ones, and the series behind `_`;
  /// without one the value is the chart's title.
  static let placed: [(form: LineChart.Form, word: String)] = [
    (.curves, "lines"), (.points, "points"),
  ]

  /// What the journal keeps of figures that cannot be drawn again from anything else in it.
  ///
  /// Words may tell times and versions, so they are not compared.
  static func all(_ figures: [Figure]) -> [NamedValue] {
    var values: [NamedValue] = []
    var words: [String] = []
    var charts = 0
    func add(_ name: String, _ quantity: Value) {
      let count = values.count { $0.name == name || $0.name.hasPrefix(name + "_") }
      values.append(NamedValue(count == 0 ? name : "\(name)_\(count + 1)", quantity))
    }
    func word(_ title: String) -> String {
      let word = title.lowercased().prefix { $0.isASCII && $0.isLetter }
      return word.isEmpty ? "values" : String(word)
    }
    for figure in figures {
      switch figure {
      case .heatMap(let map): add(word(map.title), .matrix(map.values.map(row)))
      case .chart(let chart):
        guard let kind = placed.first(where: { $0.form == chart.form })?.word else {
          for series in chart.series { add(word(series.name), .numbers(series.points.map(\.y))) }
          continue
        }
        charts += 1
        let prefix = kind + (charts > 1 ? "\(charts)" : "")
        values.append(NamedValue(prefix, .text(chart.title), volatile: true))
        for series in chart.series {
          let name = series.name.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
          add("\(prefix)_\(name)", .matrix(series.points.map { [$0.x, $0.y] }))
        }
      case .images: break
      case .text, .table: words += figure.lines(TextStyle())
      }
    }
    if !words.isEmpty {
      let text = Value.text(words.joined(separator: "\n"))
      values.append(NamedValue(Self.text, text, volatile: true))
    }
    return values
  }

  /// The values of a row up to the last one there is.
  private static func row(_ values: [Double?]) -> [Double] {
    let last = values.lastIndex { $0 != nil }.map { $0 + 1 } ?? 0
    return values.prefix(last).map { $0 ?? .nan }
  }
}
