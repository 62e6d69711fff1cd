import Catalog
import Figures
import Journal
import Language

/// What an export shows of a result: its figures, and the values not in a figure.
struct Exhibits {
  /// Longer lists of numbers are not shown value by value.
  private static let mostItems = 12

  /// Whether figures are values, as in journals of version 1.
  let isLegacy: Bool
  /// Shows an image stored in a file.
  let picture: (ImageFile, Statement) -> Report.Exhibit

  /// What one command gave.
  func all(
    of statement: Statement, _ values: [NamedValue], _ records: [FigureRecord]
  ) -> [Report.Exhibit] {
    if case .flag(let holds)? = values.first(where: { $0.name == "ok" })?.value {
      let left = values.first { $0.name == "left" }.map { Self.text($0) }
      return [.check(holds: holds, left: left)]
    }
    let (figures, rest) = figures(of: statement, values, records)
    let isTable = figures.contains { if case .figure(.table) = $0 { true } else { false } }
    // Values of several objects, as `a.last`, are in a table.
    let pairs = rest.filter { $0.name.contains(".") && $0.value.numbers == nil }
    let compared = pairs.isEmpty || isTable ? [] : [Report.Exhibit.figure(.table(pivot(pairs)))]
    let facts = rest.filter { isTold($0) && !pairs.contains($0) }.map {
      Report.Fact(name: $0.name, value: Self.text($0))
    }
    return figures + compared + (facts.isEmpty ? [] : [.measures(facts)])
  }

  /// Results of one command of a block in all iterations: a row for each, and the figures.
  func all(of group: ReportReader.Group) -> [Report.Exhibit] {
    var grid = ValueTable(corner: "turn")
    var drawn: [Report.Exhibit] = []
    for turn in group.turns {
      let (figures, rest) = figures(of: group.statement, turn.values, turn.figures)
      for value in rest {
        if isTold(value), value.value.numbers == nil {
          grid.add(value, row: turn.name, column: value.name)
        }
      }
      guard !figures.isEmpty else { continue }
      drawn.append(.turn(turn.name))
      drawn += figures
    }
    return (grid.isEmpty ? [] : [.figure(.table(grid.table()))]) + drawn
  }

  private func figures(
    of statement: Statement, _ values: [NamedValue], _ records: [FigureRecord]
  ) -> (figures: [Report.Exhibit], rest: [NamedValue]) {
    let recorded = records.map { record -> Report.Exhibit in
      switch record.content {
      case .problem(let problem): .missing("There is no image: \(problem).")
      case .figure(.file(let file)): picture(file, statement)
      case .figure(let figure): .figure(figure)
      }
    }
    guard isLegacy, !records.contains(where: { $0.data != nil }) else { return (recorded, values) }
    let legacy = LegacyFigures(values, isPlot: ["plot", "pin"].contains(Self.verb(statement)))
    return (legacy.figures.map { .figure($0) } + recorded, legacy.rest)
  }

  /// Whether a value is a measure: digests are none, and matrices are figures.
  private func isTold(_ value: NamedValue) -> Bool {
    switch value.value {
    case .text(let text): return !Self.isDigest(text)
    case .list(let items):
      return value.value.matrix == nil && items.count <= Self.mostItems
        && !items.contains { if case .list = $0 { true } else { false } }
    default: return true
    }
  }

  /// Whether a text is a digest: 16 hexadecimal digits or more.
  static func isDigest(_ text: String) -> Bool {
    text.utf8.count >= 16 && text.allSatisfy(\.isHexDigit)
  }

  /// `a.last b.last` as a row for `a` and one for `b`.
  private func pivot(_ values: [NamedValue]) -> Table {
    var grid = ValueTable(corner: "")
    for value in values {
      let parts = value.name.split(separator: ".", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      grid.add(value, row: parts[0], column: parts[1])
    }
    return grid.table()
  }

  static func verb(_ statement: Statement) -> String? {
    guard case .invocation(let invocation) = statement, invocation.binding == nil else {
      return nil
    }
    return invocation.verb
  }

  /// A value in words.
  static func text(_ value: NamedValue) -> String {
    switch value.value {
    case .integer(let number): Format.count(number)
    case .number(let number):
      ["time", "time_evaluation"].contains(value.name)
        ? Format.duration(number) : Format.number(number)
    case .text(let text): text
    case .name, .flag, .range: value.value.description
    case .list(let items):
      items.map { text(NamedValue(value.name, $0)) }.joined(separator: ", ")
    }
  }
}
