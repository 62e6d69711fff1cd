import Figures
import Learning

/// What journals of version 2 and before lack of today's results, so that they still verify: trainings
/// and comparisons did not report what they cost, and evaluations drew no confusion matrix.
enum SecondVersion {
  private static let added = Set(Measures.all.filter { $0.since > 2 }.map(\.name))

  /// Whether a value of this name need not be recorded.
  static func lacks(_ name: String) -> Bool {
    added.contains(name) || added.contains(String(name.split(separator: ".").last ?? ""))
  }

  /// A result with the figures that it had.
  static func seen(_ result: Session.Result) -> Session.Result {
    guard case .invocation(let invocation) = result.statement else { return result }
    var result = result
    switch invocation.verb {
    case Compare.card.name: result.outcome.figures = result.outcome.figures.map(narrowed)
    case Eval.card.name:
      result.outcome.figures.removeAll { figure in
        switch figure {
        case .heatMap: true
        case .table(let table): table.header.first == "class" && table.header.contains("accuracy")
        default: false
        }
      }
    default: break
    }
    return result
  }

  /// A table without the columns of what was not reported.
  private static func narrowed(_ figure: Figure) -> Figure {
    guard case .table(let table) = figure else { return figure }
    let kept = table.header.indices.filter { !added.contains(table.header[$0]) }
    return .table(
      Table(
        header: kept.map { table.header[$0] },
        rows: table.rows.map { row in kept.filter(row.indices.contains).map { row[$0] } }))
  }
}
