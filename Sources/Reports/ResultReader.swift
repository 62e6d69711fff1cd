import Catalog
import Figures
import Journal
import Language

/// Reads the numbers of a journal, row by row: results of commands and the curves of charts.
///
/// Heat maps repeat matrices, and texts are no numbers; commands that were undone do not count.
struct ResultReader {
  private(set) var rows: [ResultRow] = []
  private let run: String
  private let seed: Int?
  private var variables: [String: Value] = [:]
  /// Names of objects, and the steps that each was trained for.
  private var steps: [String: Int] = [:]

  init(_ report: Report) {
    let document = report.document
    (run, seed) = (report.run, document.facts["seed"].flatMap(Int.init))
    let undone = document.undone
    for (place, command) in document.commands.enumerated() where !undone.contains(place) {
      read(command, place)
    }
  }

  private mutating func read(_ command: JournalDocument.Command, _ place: Int) {
    if case .bind(_, let name, .literal(let value), _) = command.statement {
      variables[name] = value
    }
    let number = command.number ?? command.intended ?? place + 1
    var paths = Set(command.values.keys).union(command.figures.keys)
    if !command.statement.isBlock { paths.insert([]) }
    for path in paths.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let written = ReportReader.place(path, in: command.statement, filled: true).0
      let statement = variables.reduce(written) { $0.substituting($1.key, $1.value) }
      if case .expect = statement { continue }
      let source = Source(
        command: ([number] + path).map(String.init).joined(separator: "."),
        object: object(of: statement))
      note(statement, command.values[path] ?? [])
      add(command.values[path] ?? [], source)
      for figure in (command.figures[path] ?? []).compactMap(\.data) { add(figure, source) }
    }
  }

  /// What rows belong to.
  private struct Source {
    let command: String
    let object: String
  }

  /// New objects, and how far they are trained.
  private mutating func note(_ statement: Statement, _ values: [NamedValue]) {
    guard case .invocation(let invocation) = statement else { return }
    if let binding = invocation.binding {
      steps[binding.name] = 0
    } else if invocation.verb == "train",
      case .integer(let count)? = values.first(where: { $0.name == "steps" })?.value
    {
      steps[object(of: statement), default: 0] &+= count
    }
  }

  /// The object that a statement makes or acts on; empty if it is none or several.
  private func object(of statement: Statement) -> String {
    guard case .invocation(let invocation) = statement else { return "" }
    if let binding = invocation.binding { return binding.name }
    guard let operand = invocation.operands.first?.value, case .literal(.name(let name)) = operand
    else { return "" }
    return known(in: name) ?? name
  }

  /// The object of `f.1.losses`: `f.1` if there is one, else `f`.
  private func known(in name: String) -> String? {
    var parts = name.split(separator: ".")
    while !parts.isEmpty {
      let prefix = parts.joined(separator: ".")
      if steps[prefix] != nil { return prefix }
      parts.removeLast()
    }
    return nil
  }

  private mutating func add(_ values: [NamedValue], _ source: Source) {
    let learned = values.compactMap { $0.name == "accuracy" ? $0.value.matrix?.count : nil }.first
    for value in values {
      // `compare` names the objects: `a.last`.
      var (object, measure) = (source.object, value.name)
      if let dot = value.name.lastIndex(of: "."), let other = known(in: String(value.name[..<dot]))
      {
        (object, measure) = (other, String(value.name[value.name.index(after: dot)...]))
      }
      let step = steps[object].flatMap { $0 > 0 ? $0 : nil }
      if case .flag = value.value { continue }
      if let number = value.value.double {
        add(source.command, object, measure, number, learned: learned, step: step)
      } else if let matrix = value.value.matrix {
        for (row, numbers) in matrix.enumerated() {
          for (column, number) in numbers.enumerated() {
            add(
              source.command, object, measure, number, learned: row + 1, tested: column + 1,
              step: row + 1 == learned ? step : nil)
          }
        }
      } else {
        add(list: value.value.numbers ?? [], of: measure, object, source.command, step)
      }
    }
  }

  /// Accuracies on each experience, or one measure for each item.
  private mutating func add(
    list: [Double], of measure: String, _ object: String, _ command: String, _ step: Int?
  ) {
    for (index, number) in list.enumerated() {
      if measure == "experiences" {
        add(command, object, "accuracy", number, tested: index + 1, step: step)
      } else {
        add(command, object, "\(measure)[\(index + 1)]", number, step: step)
      }
    }
  }

  private mutating func add(_ figure: Figure, _ source: Source) {
    guard case .chart(let chart) = figure else { return }
    let countsExperiences = chart.xLabel.hasPrefix("experience")
    for series in chart.series {
      // Curves of several objects bear their names.
      let other = known(in: series.name)
      let title = chart.yLabel.isEmpty ? chart.title : chart.yLabel
      let isOwn = other == series.name
      for (index, point) in series.points.enumerated() where point.x.magnitude < 1e15 {
        add(
          source.command, isOwn ? series.name : source.object, isOwn ? title : series.name,
          point.y, learned: countsExperiences ? Int(point.x) : nil,
          step: countsExperiences ? index + 1 : Int(point.x.rounded()))
      }
    }
  }

  private mutating func add(
    _ command: String, _ object: String, _ measure: String, _ value: Double, learned: Int? = nil,
    tested: Int? = nil, step: Int? = nil
  ) {
    rows.append(
      ResultRow(
        run: run, seed: seed, command: command, object: object, measure: measure, learned: learned,
        tested: tested, step: step, value: value))
  }
}
