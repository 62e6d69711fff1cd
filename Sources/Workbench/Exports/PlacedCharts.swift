import Catalog
import Journal
import Figures

/// Charts drawn again from values that the journal keeps as pairs of x and y, as in
/// `ours.losses.lines2_generator`.
struct PlacedCharts {
  private(set) var charts: [LineChart] = []
  /// The values that belong to none.
  private(set) var rest: [NamedValue] = []

  init(_ values: [NamedValue], turn: String? = nil) {
    var titles: [Key: String] = [:]
    var groups: [(key: Key, series: [LineChart.Series])] = []
    for value in values {
      guard let (key, name) = Self.parts(value.name) else {
        rest.append(value)
        continue
      }
      switch (name, value.value) {
      case (nil, .text(let title)): titles[key] = title
      case (let name?, .list):
        let pairs = (value.value.matrix ?? []).filter { $0.count == 2 }
        let series = LineChart.Series(name: name, points: pairs.map { (x: $0[0], y: $0[1]) })
        if groups.last?.key == key {
          groups[groups.count - 1].series.append(series)
        } else {
          groups.append((key, [series]))
        }
      default: rest.append(value)
      }
    }
    charts = groups.map { key, series in
      let title =
        titles[key] ?? [key.view, key.number].filter { !$0.isEmpty }.joined(separator: " ")
      return LineChart(
        title: [title, turn ?? ""].filter { !$0.isEmpty }.joined(separator: ", "),
        xLabel: key.form == .curves ? "experience" : "", yLabel: "", series: series,
        form: key.form)
    }
  }

  /// Whether a value is part of a chart: its numbers are places in a picture and no results.
  static func holds(_ value: NamedValue) -> Bool {
    parts(value.name)?.name != nil && value.value.matrix != nil
  }

  var exhibits: [Report.Exhibit] { charts.map { .figure(.chart($0)) } }

  private struct Key: Hashable {
    let view: String
    let number: String
    let form: LineChart.Form
  }

  /// The chart to which a value belongs, and the series' name; nil for the title.
  private static func parts(_ name: String) -> (key: Key, name: String?)? {
    let path = name.split(separator: ".")
    let words = (path.last ?? "").split(separator: "_")
    guard !words.isEmpty,
      let form = FigureValues.placed.first(where: { $0.word == words[0].filter(\.isLetter) })?.form
    else { return nil }
    let key = Key(
      view: path.dropLast().joined(separator: "."), number: words[0].filter(\.isNumber),
      form: form)
    return (key, words.count > 1 ? words[1...].joined(separator: " ") : nil)
  }
}
