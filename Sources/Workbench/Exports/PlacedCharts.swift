import Figures

/// Charts drawn again from values that the journal keeps as pairs of x and y, as in
/// `ours.losses.lines2_generator`.
struct PlacedCharts {
  private(set) var charts: [LineChart] = []
  /// The values that belong to none.
  private(set) var rest: [NamedValue] = []

  init(_ values: [NamedValue], turn: String? = nil) {
    var groups: [(key: Key, series: [LineChart.Series])] = []
    for value in values {
      guard let (key, name) = Self.parts(value.name), let matrix = value.value.matrix else {
        rest.append(value)
        continue
      }
      let pairs = matrix.filter { $0.count == 2 }
      let series = LineChart.Series(name: name, points: pairs.map { (x: $0[0], y: $0[1]) })
      if groups.last?.key == key {
        groups[groups.count - 1].series.append(series)
      } else {
        groups.append((key, [series]))
      }
    }
    charts = groups.map { key, series in
      LineChart(
        title: ([key.view, key.number, turn ?? ""]).filter { !$0.isEmpty }.joined(separator: ", "),
        xLabel: "", yLabel: "", series: series, form: key.form)
    }
  }

  var exhibits: [Report.Exhibit] { charts.map { .figure(.chart($0)) } }

  private struct Key: Equatable {
    let view: String
    let number: String
    let form: LineChart.Form
  }

  /// The chart to which a value belongs, and what it is called there.
  private static func parts(_ name: String) -> (key: Key, name: String)? {
    let path = name.split(separator: ".")
    let words = (path.last ?? "").split(separator: "_")
    guard words.count > 1,
      let form = FigureValues.placed.first(where: { $0.word == words[0].filter(\.isLetter) })?.form
    else { return nil }
    let key = Key(
      view: path.dropLast().joined(separator: "."), number: words[0].filter(\.isNumber),
      form: form)
    return (key, words[1...].joined(separator: " "))
  }
}
