import Catalog
import Figures
import Language

/// `status`: what results of this session depend on.
struct Status: Command {
  static let card = Card(
    "status", "show seed, threads, versions and data directory", isJournaled: false,
    example: "status")

  init(_ arguments: Arguments) {}

  func run(in context: CommandContext) throws -> Outcome {
    let facts = Circumstances(context.workspace).facts
    let rows = facts.map { [Table.Cell.text($0.name), .text($0.value)] }
    return Outcome(figures: [.table(Table(header: ["", ""], rows: rows))])
  }
}
