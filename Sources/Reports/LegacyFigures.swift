import Catalog
import Figures
import Journal

/// The figures of a journal of version 1, which holds them as values under names that say what they
/// are: matrices, curves by view and name, and pairs of places under `lines` and `points`.
struct LegacyFigures {
  private(set) var figures: [Figure] = []
  /// The values that are part of none.
  private(set) var rest: [NamedValue] = []

  /// - Parameter isPlot: whether lists of numbers are curves; otherwise they are columns of a table.
  init(_ values: [NamedValue], isPlot: Bool) {
    var charts: [(key: Key, series: [LineChart.Series])] = []
    var titles: [Key: String] = [:]
    var lists: [(name: String, numbers: [Double])] = []
    func add(_ key: Key, _ series: LineChart.Series) {
      if let index = charts.firstIndex(where: { $0.key == key }) {
        charts[index].series.append(series)
      } else {
        charts.append((key, [series]))
      }
    }
    for value in values {
      let key = Key(value.name)
      if let placed = key.placed, let matrix = value.value.matrix {
        let points = matrix.filter { $0.count == 2 }.map { (x: $0[0], y: $0[1]) }
        add(placed.chart, LineChart.Series(name: placed.name, points: points))
      } else if let placed = key.placed, case .text(let title) = value.value {
        titles[placed.chart] = title
      } else if let matrix = value.value.matrix {
        figures.append(.heatMap(Self.map(matrix, value.name)))
      } else if let numbers = value.value.numbers, !numbers.isEmpty {
        guard isPlot else {
          lists.append((value.name, numbers))
          continue
        }
        let points = numbers.enumerated().map { (x: Double($0 + 1), y: $1) }
        add(key.chart, LineChart.Series(name: key.series, points: points))
      } else if isPlot, value.name.hasSuffix("text"), case .text(let text) = value.value {
        figures.append(.text(text))
      } else {
        rest.append(value)
      }
    }
    figures += charts.map { .chart(Self.chart($0.key, titles[$0.key], $0.series)) }
    if !lists.isEmpty { figures.append(.table(Self.table(lists))) }
  }

  /// What belongs to one chart.
  private struct Key: Hashable {
    var view: String
    var number = ""
    var form = LineChart.Form.counted
    /// What the whole name ends with.
    var last: String

    init(_ name: String) {
      let path = name.split(separator: ".").map(String.init)
      view = path.dropLast().joined(separator: ".")
      last = path.last ?? ""
    }

    static func == (left: Key, right: Key) -> Bool {
      (left.view, left.number, left.form) == (right.view, right.number, right.form)
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(view)
      hasher.combine(number)
    }

    private var words: [String] { last.split(separator: "_").map(String.init) }

    /// The chart of a curve: those whose names end in `_2` make the next one of their view.
    var chart: Key {
      var key = self
      key.number = words.count > 1 ? words[words.count - 1] : ""
      return key
    }

    var series: String { view.isEmpty ? last : words.first ?? last }

    /// The chart and the series of pairs of places, as in `ours.losses.lines2_generator`.
    var placed: (chart: Key, name: String)? {
      let forms = ["lines": LineChart.Form.curves, "points": .points]
      guard let word = words.first, let form = forms[word.filter(\.isLetter)] else { return nil }
      var key = self
      (key.form, key.number) = (form, word.filter(\.isNumber))
      return (key, words.dropFirst().joined(separator: " "))
    }
  }

  private static func chart(
    _ key: Key, _ title: String?, _ series: [LineChart.Series]
  ) -> LineChart {
    let isAccuracy = key.view.isEmpty && key.form == .counted
    let name = [key.view, key.number].filter { !$0.isEmpty }.joined(separator: " ")
    return LineChart(
      title: title ?? (isAccuracy ? "accuracy on all classes so far" : name),
      xLabel: isAccuracy ? "experiences learned" : key.form == .curves ? "experience" : "",
      yLabel: isAccuracy ? "accuracy" : "", series: series, yRange: isAccuracy ? 0...1 : nil,
      form: key.form)
  }

  private static func map(_ matrix: [[Double]], _ name: String) -> HeatMap {
    guard name.split(separator: ".").last != "accuracy" else { return .accuracies(matrix) }
    let numbers = matrix.flatMap(\.self).filter(\.isFinite) + [0, 1]
    func labels(_ count: Int) -> [String] { (0..<count).map { "\($0 + 1)" } }
    return HeatMap(
      title: name, rowLabels: labels(matrix.count),
      columnLabels: labels(matrix.map(\.count).max() ?? 0),
      values: matrix.map { $0.map { $0.isNaN ? nil : $0 } },
      range: (numbers.min() ?? 0)...(numbers.max() ?? 1))
  }

  private static func table(_ lists: [(name: String, numbers: [Double])]) -> Table {
    let count = lists.map(\.numbers.count).max() ?? 0
    return Table(
      header: [""] + lists.map { $0.name == "experiences" ? "accuracy" : $0.name },
      rows: (0..<count).map { index in
        [.integer(index + 1)]
          + lists.map { list in
            index < list.numbers.count ? .number(list.numbers[index], digits: 4) : .text("")
          }
      })
  }
}
