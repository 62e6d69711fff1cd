import Catalog
import Figures
import Language

/// `list`: everything that is alive.
struct List: Command {
  static let card = Card(
    "list", "name every live object", example: "list", elsewhere: ["ls", "dir", "who", "whos"])
  static let isJournaled = false

  init(_ arguments: Arguments) {}

  func run(in context: CommandContext) throws -> Outcome {
    guard !context.workspace.objects.isEmpty else {
      return .text("nothing is alive yet; try: data d = digits split=5")
    }
    let rows = context.workspace.objects.map { object -> [Table.Cell] in
      [
        .text(object.name), .text(object.kind.rawValue), .text(object.declaration.verb),
        .text(object.summary),
      ]
    }
    return Outcome(
      figures: [.table(Table(header: ["name", "kind", "maker", "what it is now"], rows: rows))])
  }
}
