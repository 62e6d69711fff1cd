import Catalog
import Figures
import Language

/// `list`: all live objects.
struct List: Command {
  static let card = Card(
    "list", "list all objects and variables", isJournaled: false, example: "list",
    elsewhere: ["ls", "dir", "who", "whos"])

  init(_ arguments: Arguments) {}

  func run(in context: CommandContext) throws -> Outcome {
    guard !context.workspace.objects.isEmpty else {
      guard !context.workspace.variables.isEmpty else {
        return .text("no objects yet; try: data d = digits split=5")
      }
      return Outcome(figures: [Self.variables(context.workspace)])
    }
    let rows = context.workspace.objects.map { object -> [Table.Cell] in
      [
        .text(object.name), .text(object.kind.rawValue), .text(object.declaration.verb),
        .text(object.summary),
      ]
    }
    let objects = Figure.table(Table(header: ["name", "kind", "maker", "state"], rows: rows))
    return Outcome(
      figures: context.workspace.variables.isEmpty
        ? [objects] : [objects, Self.variables(context.workspace)])
  }

  private static func variables(_ workspace: Workspace) -> Figure {
    let rows = workspace.variables.sorted { $0.key < $1.key }.map { name, value -> [Table.Cell] in
      [.text("$" + name), .text("\(value)")]
    }
    return .table(Table(header: ["variable", "value"], rows: rows))
  }
}
