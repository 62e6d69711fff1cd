import Catalog
import Experiments
import Figures
import Journal
import Language
import Learning
import Torch

/// Learners side by side with the protocol above them, as a paper has it.
struct ComparisonTable {
  /// One method: its learners differ in their draws alone.
  struct Row {
    let name: String
    let learners: [(pair: String, object: LearnerObject)]
    /// By measure, in the order of the learners.
    var values: [String: [Double?]] = [:]

    /// The runs that have `measure`.
    func runs(_ measure: String) -> BestValue.Runs {
      zip(learners, values[measure] ?? []).compactMap { learner, value in
        value.map { (learner.pair, $0) }
      }
    }
  }

  let rows: [Row]
  /// Names of the measures, in order.
  let columns: [String]
  /// What all results depend on, a line each.
  let facts: [String]

  /// The range of a column; of one that is no measure, that of an accuracy.
  private func range(_ column: String) -> ClosedRange<Double> { Measures[column]?.range ?? 0...1 }
  private func isShare(_ column: String) -> Bool { (Measures[column]?.unit ?? .share) == .share }

  /// The row that is best in a column, where the paired intervals say so.
  private func best(_ column: String) -> Int? {
    guard isShare(column) else { return nil }
    return BestValue.place(
      among: rows.map { $0.runs(column) },
      lowerIsBetter: Measures[column]?.lowerIsBetter ?? false)
  }

  /// `0.9836 (0.9745 to 0.9927) *`: mean, 95 % interval, and whether it is the best.
  private func text(_ row: Int, _ column: String, best: Int?) -> String {
    let numbers = rows[row].runs(column).map(\.value)
    guard let found = Statistics(numbers) else { return "" }
    func digits(_ value: Double) -> String {
      isShare(column)
        ? Table.Cell.number(value, digits: 4).string : Format.count(Int(value.rounded()))
    }
    let interval = found.interval(within: range(column)).flatMap { interval in
      isShare(column) || interval.lowerBound < interval.upperBound
        ? " (\(digits(interval.lowerBound)) to \(digits(interval.upperBound)))" : nil
    }
    let few = found.count < rows[row].learners.count ? ", n=\(found.count)" : ""
    return digits(found.mean) + (interval ?? "") + few + (best == row ? " *" : "")
  }

  /// Means with intervals, the best marked.
  var table: Table {
    let marks = columns.map(best)
    let hasSeeds = rows.contains { $0.learners.count > 1 }
    let cells = rows.indices.map { row -> [Table.Cell] in
      let learners = rows[row].learners
      return [.text(rows[row].name), .text(learners[0].object.card.name)]
        + (hasSeeds ? [.integer(learners.count)] : [])
        + zip(columns, marks).map { .text(text(row, $0, best: $1)) }
    }
    return Table(
      header: ["learner", "method"] + (hasSeeds ? ["n"] : []) + columns, rows: cells)
  }

  /// The same with methods by columns, which takes less room where cells have intervals.
  var turned: Table {
    let whole = table
    guard rows.contains(where: { $0.learners.count > 1 }) else { return whole }
    return Table(
      header: [""] + rows.map(\.name),
      rows: whole.header.indices.dropFirst().map { place in
        [.text(whole.header[place])] + whole.rows.map { $0[place] }
      })
  }

  /// The same for other programs: every number in a cell of its own, in full.
  var tidy: Table {
    let marks = columns.map(best)
    let cells = rows.indices.flatMap { row in
      zip(columns, marks).compactMap { column, best -> [Table.Cell]? in
        guard let found = Statistics(rows[row].runs(column).map(\.value)) else { return nil }
        let interval = found.interval(within: range(column))
        func number(_ value: Double?) -> Table.Cell {
          value.map { .number($0, digits: 4) } ?? .text("")
        }
        return [
          .text(rows[row].name), .text(rows[row].learners[0].object.card.name), .text(column),
          number(found.mean), number(interval?.lowerBound), number(interval?.upperBound),
          .integer(found.count), .text(best == row ? "yes" : ""),
        ]
      }
    }
    return Table(
      header: ["learner", "method", "measure", "mean", "low", "high", "n", "best"], rows: cells)
  }

  /// What is said about marks and intervals, if there are any.
  var legend: String? {
    guard rows.contains(where: { $0.learners.count > 1 }) else {
      return "one run for each method: there are no intervals, and no value is marked as the best"
    }
    return "mean and 95 % confidence interval (Student's t), limited to what a value can be; "
      + "*: better than every other method, by the 95 % interval of differences paired by seed"
  }

  static let endings = ["csv", "md", "tex", "html"]

  /// What a file of this ending holds.
  func text(as ending: String, notes: [String]) -> String {
    let lines = facts + [legend].compactMap(\.self) + notes
    guard ending != "csv" else {
      return lines.map {
        "# " + $0.split(whereSeparator: \.isNewline).joined(separator: " ") + "\n"
      }
      .joined() + tidy.csv
    }
    let page = TablePage(
      title: "Comparison", facts: lines,
      parts: [
        .init(
          title: rows.map(\.name).joined(separator: ", "), figure: .table(table), isRight: true)
      ])
    switch ending {
    case "tex": return page.latex
    case "html": return page.html
    default: return page.markdown
    }
  }
}
