import Catalog
import Figures
import Journal
import Language

/// `compare A,B,C`: the newest measures of several learners side by side.
struct Compare: Command {
  static let card = Card(
    "compare", "put the measures of several learners side by side",
    operands: [.init("learners", .object(["learner"]), "learners, as in base,ours")],
    prepositions: [
      .init("to", .object(["learner"]), optional: true, "a learner that each is measured by")
    ],
    example: "compare base,ours",
    notes: """
      compare base,keep to ours also gives base.last_difference and base.average_difference: how \
      much more (or less, below 0) base has than ours. vary tells their mean and interval over \
      seeds, both learners of a difference from one seed.
      """)

  private static let columns = ["last", "average", "forgetting", "backward", "forward"]
  private static let compared = ["last", "average"]

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let measure = try arguments.prepositions["to"].flatMap(String.init).map {
      try measures(of: $0, at: arguments.span(.preposition("to")), in: context).measures
    }
    // Differences take the room of the last columns.
    let shown = measure == nil ? Self.columns.count : Self.compared.count
    let compared = measure == nil ? [] : Self.compared
    var rows: [[Table.Cell]] = []
    var values: [NamedValue] = []
    for name in Self.names(arguments.operands[0]) {
      let (learner, completed, own) = try measures(of: name, at: arguments.span(0), in: context)
      func cell(_ column: String, _ value: Double?) -> Table.Cell {
        guard let value else { return .text("") }
        values.append(NamedValue("\(name).\(column)", .number(value)))
        return .number(value, digits: 4)
      }
      var row: [Table.Cell] = [.text(name), .text(learner.card.name), .integer(completed)]
      row += Self.columns.map { cell($0, own[$0]) }.prefix(shown)
      for column in compared {
        let difference = own[column].flatMap { own in measure?[column].map { own - $0 } }
        row.append(cell("\(column)_difference", difference))
      }
      rows.append(row)
    }
    let header =
      ["learner", "method", "learned"] + Self.columns.prefix(shown) + compared.map { "\($0) diff" }
    return Outcome(values, figures: [.table(Table(header: header, rows: rows))])
  }

  /// What the learner `name` has reached so far, by the names of the measures.
  private func measures(
    of name: String, at span: Span, in context: CommandContext
  ) throws -> (learner: LearnerObject, completed: Int, measures: [String: Double]) {
    let learner = try context.workspace.object(
      name, as: LearnerObject.self, kind: .learner, at: span)
    let run = try learner.learned()
    let pairs = Measures.values(of: run.matrix).compactMap { value in
      value.value.double.map { (value.name, $0) }
    }
    return (learner, run.completed, Dictionary(pairs) { first, _ in first })
  }

  /// The names in `a` or `a,b`.
  static func names(_ setting: Setting) -> [String] {
    guard case .list(let items) = setting else { return String(setting).map { [$0] } ?? [] }
    return items.compactMap(String.init)
  }
}
