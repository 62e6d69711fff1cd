import Catalog
import Figures
import Language

/// `status`: what results depend on here.
struct Status: Command {
  static let card = Card(
    "status", "tell seed, threads, versions and data directory", example: "status")
  static let isJournaled = false

  init(_ arguments: Arguments) {}

  func run(in context: CommandContext) throws -> Outcome {
    let facts = Circumstances(context.workspace).facts
    let rows = facts.map { [Table.Cell.text($0.name), .text($0.value)] }
    return Outcome(figures: [.table(Table(header: ["", ""], rows: rows))])
  }
}
