import Catalog
import Figures
import Language

/// `compare A,B,C`: the newest measures of several learners side by side.
struct Compare: Command {
  static let card = Card(
    "compare", "put the measures of several learners side by side",
    operands: [.init("learners", .object(["learner"]), "learners, as in base,ours")],
    example: "compare base,ours")

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in workspace: Workspace) throws -> Outcome {
    let columns = ["last", "average", "forgetting", "backward", "forward"]
    var rows: [[Table.Cell]] = []
    var values: [NamedValue] = []
    for name in Self.names(arguments.operands[0]) {
      let learner = try workspace.object(
        name, as: LearnerObject.self, kind: .learner, at: arguments.span(0))
      let run = try learner.learned()
      let measures = Measures.values(of: run.matrix)
      rows.append(
        [.text(name), .text(learner.card.name), .integer(run.completed)]
          + columns.map { column in
            guard let value = measures.first(where: { $0.name == column })?.value.double else {
              return .text("")
            }
            values.append(NamedValue("\(name).\(column)", .number(value)))
            return .number(value, digits: 4)
          })
    }
    return Outcome(
      values,
      figures: [.table(Table(header: ["learner", "method", "learned"] + columns, rows: rows))])
  }

  /// The names in `a` or `a,b`.
  static func names(_ setting: Setting) -> [String] {
    guard case .list(let items) = setting else { return String(setting).map { [$0] } ?? [] }
    return items.compactMap(String.init)
  }
}
