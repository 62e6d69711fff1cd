import Catalog
import Figures
import Journal
import Language

/// What the runs of a variation gave, value by value.
package struct VariationResult {
  /// One value over all runs of a group.
  package struct Row {
    package let group: String
    /// The place of the command, and its text.
    package let command: (number: Int, text: String)
    /// `last` or `accuracy.1.2`; in a block with its turn.
    package let name: String
    /// In the order of the choices.
    package let values: [Double]
    package let statistics: Statistics
  }

  package private(set) var rows: [Row] = []

  /// Collects the numbers of runs, each with its choice and its journal.
  ///
  /// Times, texts and data facts are left out; so is what not all runs of a group have.
  package init(_ runs: [(choice: Variation.Choice, document: JournalDocument)]) {
    var groups: [String] = []
    for run in runs where !groups.contains(run.choice.group) { groups.append(run.choice.group) }
    for group in groups {
      let members = runs.filter { $0.choice.group == group }.map(\.document)
      guard let first = members.first else { continue }
      for (place, command) in first.commands.enumerated() {
        let found = members.map { document in
          Dictionary(
            place < document.commands.count ? Self.numbers(document.commands[place]) : [],
            uniquingKeysWith: { first, _ in first })
        }
        for name in Self.numbers(command).map(\.name) {
          let values = found.compactMap { $0[name] }
          guard values.count == members.count, let statistics = Statistics(values) else { continue }
          rows.append(
            Row(
              group: group, command: (place + 1, command.text), name: name, values: values,
              statistics: statistics))
        }
      }
    }
  }

  /// The numbers among a command's values; those of data declarations are not results.
  private static func numbers(
    _ command: JournalDocument.Command
  ) -> [(name: String, value: Double)] {
    if case .invocation(let invocation) = command.statement, invocation.binding != nil { return [] }
    return command.values.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .flatMap { path, values in
        values.filter { !$0.isVolatile }.flatMap { value in
          flatten(
            value.name + (path.isEmpty ? "" : " of turn \(JournalText.path(path))"), value.value)
        }
      }
  }

  private static func flatten(_ name: String, _ value: Value) -> [(String, Double)] {
    switch value {
    case .integer(let number): [(name, Double(number))]
    case .number(let number): [(name, number)]
    case .list(let items):
      items.enumerated().flatMap { flatten("\(name).\($0.offset + 1)", $0.element) }
    case .text, .name, .flag, .range: []
    }
  }

  /// The commands whose values are in the table.
  package var commands: [String] {
    var seen: Set<Int> = []
    return rows.filter { seen.insert($0.command.number).inserted }.map { row in
      "[\(row.command.number)] \(row.command.text.split(separator: "\n").first ?? "")"
    }
  }

  /// One table: mean, standard deviation, n and the 95 % interval of every value.
  package var table: Figure {
    func text(_ number: Double?) -> Table.Cell { .text(number.map(Format.number) ?? "") }
    let hasGroups = rows.contains { !$0.group.isEmpty }
    var before: (String, Int) = ("", 0)
    let cells = rows.map { row -> [Table.Cell] in
      let isNew = before != (row.group, row.command.number)
      before = (row.group, row.command.number)
      let interval = row.statistics.margin.map {
        "\(Format.number(row.statistics.mean - $0)) .. \(Format.number(row.statistics.mean + $0))"
      }
      return (hasGroups ? [.text(isNew ? row.group : "")] : [])
        + [
          .text(isNew ? "[\(row.command.number)]" : ""), .text(row.name),
          .integer(row.statistics.count), text(row.statistics.mean),
          text(row.statistics.deviation), .text(interval ?? ""),
        ]
    }
    return .table(
      Table(
        header: (hasGroups ? ["with"] : []) + ["", "value", "n", "mean", "sd", "95 %"],
        rows: cells))
  }
}
