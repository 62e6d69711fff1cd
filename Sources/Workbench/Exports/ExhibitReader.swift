import Catalog
import Figures
import Journal
import Language
import Learning

/// Draws again what a command showed, from the values that the journal keeps.
///
/// It goes by the form of the values and not by the command, so that a new command needs nothing
/// here: matrices become heat maps, lists and single values tables.
struct ExhibitReader {
  /// Larger matrices are not drawn.
  private static let largestSide = 200
  /// Longer lists are not spread over a table.
  private static let mostColumns = 20

  /// What the experiences of a data set are called.
  private var labels: [String: [String]] = [:]
  /// The data set that a learner was trained on.
  private var dataOf: [String: String] = [:]
  private var methodOf: [String: String] = [:]

  /// What one command gave.
  mutating func exhibits(of statement: Statement, _ values: [NamedValue]) -> [Report.Exhibit] {
    remember(statement, values)
    if case .flag(let holds)? = values.first(where: { $0.name == "ok" })?.value {
      let left = values.first { $0.name == "left" }.map(Self.text)
      return [.check(holds: holds, left: left)]
    }
    let isPlot = Self.verb(statement) == Plot.card.name
    let placed = PlacedCharts(values)
    let values = placed.rest
    var exhibits = isPlot ? plot(statement, values) : matrices(values, of: statement)
    exhibits += placed.exhibits
    if !isPlot { exhibits += lists(values, of: statement) }
    let (pairs, singles) = Self.split(values.filter { Self.words($0, of: statement) == nil })
    if !pairs.isEmpty { exhibits.append(.figure(.table(pivot(pairs)))) }
    if !singles.isEmpty {
      exhibits.append(.measures(singles.map { Report.Fact(name: $0.name, value: Self.text($0)) }))
    }
    return exhibits + values.compactMap { Self.words($0, of: statement) }.map { .figure(.text($0)) }
  }

  /// The words of a figure that a look or a view consists of.
  private static func words(_ value: NamedValue, of statement: Statement) -> String? {
    guard [Pin.card.name, Plot.card.name].contains(verb(statement)),
      value.name.split(separator: ".").last.map(String.init) == FigureValues.text,
      case .text(let text) = value.value
    else { return nil }
    return text
  }

  /// What one command of a block gave in all its turns: a row for each, and the matrices.
  mutating func exhibits(of group: ReportReader.Group) -> [Report.Exhibit] {
    var grid = ValueGrid(corner: "turn")
    var maps: [Report.Exhibit] = []
    for turn in group.turns where !turn.values.isEmpty {
      remember(group.statement, turn.values)
      let placed = PlacedCharts(turn.values, turn: turn.name)
      for value in placed.rest where value.value.matrix == nil {
        // The numbers of a list, as of experiences, get a column each.
        if let numbers = value.value.numbers, (1...Self.mostColumns).contains(numbers.count) {
          let names = columns(of: value.name, numbers.count, group.statement)
          for (name, number) in zip(names, numbers) {
            grid.add(NamedValue(name, .number(number)), row: turn.name, column: name)
          }
        } else {
          grid.add(value, row: turn.name, column: value.name)
        }
      }
      maps += matrices(placed.rest, of: group.statement, title: turn.name) + placed.exhibits
    }
    return (grid.isEmpty ? [] : [.figure(.table(grid.table()))]) + maps
  }

  /// What the numbers of a list are called; those of experiences by their classes.
  private func columns(of name: String, _ count: Int, _ statement: Statement) -> [String] {
    let numbers = (0..<count).map { "\($0 + 1)" }
    guard name == "experiences", case .invocation(let invocation) = statement else {
      return numbers.map { "\(name) \($0)" }
    }
    var labels: [String]?
    if let data = invocation.preposition("on")?.value.path, data.count == 1 {
      labels = self.labels[data[0]]
    }
    return (labels?.count == count ? labels ?? numbers : numbers).map { "on \($0)" }
  }

  /// Takes note of the learners that a statement, or a block, declares.
  mutating func declare(_ statement: Statement) {
    switch statement {
    case .loop(_, _, let body, _): for inner in body { declare(inner) }
    case .invocation: remember(statement, [])
    default: break
    }
  }

  private mutating func remember(_ statement: Statement, _ values: [NamedValue]) {
    guard case .invocation(let invocation) = statement else { return }
    func value(_ name: String) -> Value? { values.first { $0.name == name }?.value }
    if let binding = invocation.binding {
      if binding.kind == Kind.data.rawValue {
        labels[binding.name] = value("classes")?.texts ?? labels[binding.name]
      }
      if binding.kind == Kind.learner.rawValue { methodOf[binding.name] = invocation.verb }
    } else if let learner = invocation.operands.first?.value.path {
      if let data = invocation.preposition("on")?.value.path {
        dataOf[learner[0]] = data[0]
      }
    }
  }

  private static func verb(_ statement: Statement) -> String? {
    guard case .invocation(let invocation) = statement, invocation.binding == nil else {
      return nil
    }
    return invocation.verb
  }
}

extension ExhibitReader {
  private func plot(_ statement: Statement, _ values: [NamedValue]) -> [Report.Exhibit] {
    let lists = values.filter { $0.value.numbers != nil }
    let curves = lists.filter { !$0.name.contains(".") }
    let accuracies: [Report.Exhibit] = curves.isEmpty ? [] : [.figure(Plot.chart(curves))]
    return matrices(values, of: statement) + views(lists.filter { $0.name.contains(".") })
      + accuracies
  }

  /// Charts of the curves of views: `w.growth.this` and `w.growth.worst` make one, those whose
  /// names end in `_2` the next.
  private func views(_ curves: [NamedValue]) -> [Report.Exhibit] {
    var charts: [(title: String, series: [LineChart.Series])] = []
    for curve in curves {
      let parts = curve.name.split(separator: ".").map(String.init)
      let words = parts[parts.count - 1].split(separator: "_").map(String.init)
      let number = words.count > 1 ? " " + words[1] : ""
      let title = parts.dropLast().joined(separator: ".") + number
      let points = (curve.value.numbers ?? []).enumerated().map { (x: Double($0 + 1), y: $1) }
      let series = LineChart.Series(name: words.first ?? "", points: points)
      if let index = charts.firstIndex(where: { $0.title == title }) {
        charts[index].series.append(series)
      } else {
        charts.append((title, [series]))
      }
    }
    return charts.map {
      .figure(.chart(LineChart(title: $0.title, xLabel: "point", yLabel: "", series: $0.series)))
    }
  }

  /// Heat maps of all values that are matrices.
  private func matrices(
    _ values: [NamedValue], of statement: Statement, title: String? = nil
  ) -> [Report.Exhibit] {
    var operand: String?
    if case .invocation(let invocation) = statement {
      let subject = invocation.operands.dropFirst(invocation.verb == Pin.card.name ? 1 : 0).first
      if let path = subject?.value.path { operand = path[0] }
    }
    return values.compactMap { value in
      value.value.matrix.map { matrix in
        let parts = value.name.split(separator: ".")
        guard parts.last == "accuracy" else { return plain(matrix, title ?? value.name) }
        let learner = parts.count > 1 ? String(parts[0]) : operand ?? ""
        return map(matrix, of: learner, title: title)
      }
    }
  }

  private func map(
    _ matrix: [[Double]], of learner: String, title: String? = nil
  ) -> Report.Exhibit {
    if let missing = Self.tooLarge(matrix) { return missing }
    let labels = dataOf[learner].flatMap { self.labels[$0] } ?? []
    return .figure(Measures.heatMap(matrix, labels: labels, turn: title))
  }

  /// A matrix of a view: of what its rows and columns are is nothing recorded.
  private func plain(_ matrix: [[Double]], _ title: String) -> Report.Exhibit {
    if let missing = Self.tooLarge(matrix) { return missing }
    let numbers = matrix.flatMap(\.self).filter(\.isFinite) + [0, 1]
    func labels(_ count: Int) -> [String] { (0..<count).map { "\($0 + 1)" } }
    return .figure(
      .heatMap(
        HeatMap(
          title: title, rowLabels: labels(matrix.count),
          columnLabels: labels(matrix.map(\.count).max() ?? 0),
          values: matrix.map { $0.map { $0.isNaN ? nil : $0 } },
          range: (numbers.min() ?? 0)...(numbers.max() ?? 1))))
  }

  private static func tooLarge(_ matrix: [[Double]]) -> Report.Exhibit? {
    let columns = matrix.map(\.count).max() ?? 0
    guard matrix.count > largestSide || columns > largestSide else { return nil }
    return .missing("A matrix of \(matrix.count) x \(columns) is not drawn.")
  }

  /// One table of all values that are lists of numbers, as `eval` gives them.
  private func lists(_ values: [NamedValue], of statement: Statement) -> [Report.Exhibit] {
    let lists = values.compactMap { value in
      value.value.numbers.map { (name: value.name, numbers: $0) }
    }.filter { !$0.numbers.isEmpty }
    guard let count = lists.map(\.numbers.count).max() else { return [] }
    var first = 1
    if case .invocation(let invocation) = statement, count == 1,
      let path = invocation.preposition("on")?.value.path, path.count > 1
    {
      first = Int(path[1]) ?? 1
    }
    let rows = (0..<count).map { index -> [Table.Cell] in
      [.integer(first + index)]
        + lists.map { list in
          list.numbers.indices.contains(index)
            ? .number(list.numbers[index], digits: 4) : .text("")
        }
    }
    let names = lists.map { $0.name == "experiences" ? "accuracy" : $0.name }
    return [.figure(.table(Table(header: ["experience"] + names, rows: rows)))]
  }

  /// `a.last b.last` as a row for `a` and one for `b`.
  private func pivot(_ values: [NamedValue]) -> Table {
    var grid = ValueGrid(corner: "learner")
    for value in values {
      let parts = Self.parts(value.name)
      if let method = methodOf[parts[0]] {
        grid.add(NamedValue("method", .text(method)), row: parts[0], column: "method")
      }
      grid.add(NamedValue(parts[1], value.value), row: parts[0], column: parts[1])
    }
    return grid.table()
  }
}

extension ExhibitReader {
  private static func parts(_ name: String) -> [String] {
    name.split(separator: ".", maxSplits: 1).map(String.init)
  }

  /// Values of the form `a.last` for several `a`, and the other single values.
  private static func split(
    _ values: [NamedValue]
  ) -> (pairs: [NamedValue], singles: [NamedValue]) {
    let singles = values.filter(isSingle)
    return (
      singles.filter { parts($0.name).count == 2 }, singles.filter { parts($0.name).count != 2 }
    )
  }

  private static func isSingle(_ value: NamedValue) -> Bool {
    value.value.matrix == nil && (value.value.numbers == nil || value.value == .list([]))
  }

  /// A value in words.
  static func text(_ value: NamedValue) -> String {
    switch value.value {
    case .integer(let number): Format.count(number)
    case .number(let number):
      value.name == "time" ? Format.duration(number) : Format.number(number)
    case .text(let text): value.name == "sha256" ? text.prefix(12) + "…" : text
    case .name, .flag, .range: value.value.description
    case .list(let items):
      items.map { text(NamedValue(value.name, $0)) }.joined(separator: ", ")
    }
  }
}
