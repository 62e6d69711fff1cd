import Catalog
import Figures
import Foundation
import Journal
import Learning

/// What the finished runs of an experiment gave.
package struct ExperimentResult: Sendable {
  /// One quantity over all runs that repeat one another.
  package struct Row: Sendable {
    /// The choice without the seed.
    package let group: String
    package let quantity: Quantity
    package let command: String
    /// In the order of the runs.
    package let values: [Double]
    package let statistics: Statistics
  }

  package let axes: [Axis]
  package private(set) var runs: [RunNumbers] = []
  /// What is wrong with journals of runs that ended well.
  package private(set) var troubles: [String] = []

  /// Reads the journals of `finished` runs.
  package init(_ experiment: ExperimentFolder, _ finished: [PlannedRun]) {
    axes = experiment.axes
    for run in finished {
      let folder = experiment.folder(of: run)
      do throws(Failure) {
        let numbers = RunNumbers(run, try JournalDocument(file: folder.journal))
        if numbers.digest == folder.end?.digest {
          runs.append(numbers)
        } else {
          troubles.append("run \(run.number) is left out: its journal was changed after it ended")
        }
      } catch {
        troubles.append("run \(run.number) is left out: \(error.diagnostic.message)")
      }
    }
  }

  /// Runs that are at hand, as in tests.
  init(_ axes: [Axis], _ runs: [RunNumbers]) { (self.axes, self.runs) = (axes, runs) }

  /// The runs that repeat one another, in the order of the first of each.
  var groups: [(name: String, runs: [RunNumbers])] {
    var groups: [(name: String, runs: [RunNumbers])] = []
    for run in runs {
      let name = run.run.group(axes)
      if let place = groups.firstIndex(where: { $0.name == name }) {
        groups[place].runs.append(run)
      } else {
        groups.append((name, [run]))
      }
    }
    return groups
  }

  /// Every quantity that all runs of a group have.
  package var rows: [Row] {
    groups.flatMap { group in
      (group.runs.first?.quantities ?? []).compactMap { quantity -> Row? in
        let values = group.runs.compactMap { $0.values[quantity] }
        guard values.count == group.runs.count, let statistics = Statistics(values) else {
          return nil
        }
        return Row(
          group: group.name, quantity: quantity,
          command: group.runs[0].commands[quantity.command] ?? "", values: values,
          statistics: statistics)
      }
    }
  }

  /// The quantities that differ between runs; entries of lists are left out.
  var varying: [Row] {
    let all = rows.filter { !$0.quantity.isEntry }
    let values = Dictionary(grouping: all, by: \.quantity).mapValues { $0.flatMap(\.values) }
    return all.filter { row in
      let found = values[row.quantity] ?? []
      return found.contains { $0 != found[0] }
    }
  }

  /// Mean, standard deviation, n and the 95 % interval of every quantity that varies.
  var details: Table {
    func text(_ number: Double?) -> Table.Cell { .text(number.map(Format.number) ?? "") }
    let rows = varying
    let hasGroups = rows.contains { !$0.group.isEmpty }
    var before: (String, Int) = ("", 0)
    let cells = rows.map { row -> [Table.Cell] in
      let isNew = before != (row.group, row.quantity.command)
      before = (row.group, row.quantity.command)
      let interval = row.statistics.interval(within: row.quantity.range).map {
        "\(Format.number($0.lowerBound)) .. \(Format.number($0.upperBound))"
      }
      let line = row.command.split(separator: "\n").first.map(String.init) ?? ""
      return (hasGroups ? [.text(isNew ? row.group : "")] : [])
        + [
          .text(isNew ? line : ""), .text(row.quantity.name), .integer(row.statistics.count),
          text(row.statistics.mean), text(row.statistics.deviation), .text(interval ?? ""),
        ]
    }
    return Table(
      header: (hasGroups ? ["with"] : []) + ["command", "value", "n", "mean", "sd", "95 %"],
      rows: cells)
  }

  /// Every number of every run, a line each: what other programs read.
  var tidy: Table {
    let header = ["run"] + axes.map(\.name) + ["command", "value", "number"]
    let rows = runs.flatMap { run in
      run.quantities.map { quantity -> [Table.Cell] in
        let line = run.commands[quantity.command]?.split(separator: "\n").first.map(String.init)
        return [.integer(run.run.number)] + run.run.values.map { .text($0) }
          + [
            .text(line ?? ""), .text(quantity.name),
            .number(run.values[quantity] ?? .nan, digits: 4),
          ]
      }
    }
    return Table(header: header, rows: rows)
  }
}
