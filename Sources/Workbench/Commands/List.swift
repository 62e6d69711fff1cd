import Catalog
import Figures
import Language

/// `list`: all live objects.
struct List: Command {
  static let card = Card(
    "list", "list all objects, variables and definitions", isJournaled: false,
    parameters: [options], example: "list", elsewhere: ["ls", "dir", "who", "whos"])

  static let options = Parameter(
    "options", .flag, default: false, "also list the options of each object, with their values")

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let workspace = context.workspace
    let figures =
      Self.objects(workspace)
      + (arguments[Self.options] ? Self.options(workspace) : [])
      + Self.variables(workspace) + Self.definitions(workspace)
    guard !figures.isEmpty else { return .text("no objects yet; try: data d = digits split=5") }
    return Outcome(figures: figures)
  }

  private static func objects(_ workspace: Workspace) -> [Figure] {
    let rows = workspace.objects.map { object -> [Table.Cell] in
      [
        .text(object.name), .text(object.kind.rawValue), .text(object.declaration.verb),
        .text(object.summary),
      ]
    }
    return table(["name", "kind", "maker", "state"], rows)
  }

  private static func options(_ workspace: Workspace) -> [Figure] {
    workspace.objects.flatMap { object -> [Figure] in
      [.text("\(object.name): \(object.declaration)")] + object.options
    }
  }

  private static func variables(_ workspace: Workspace) -> [Figure] {
    table(
      ["variable", "value"],
      workspace.variables.sorted { $0.key < $1.key }.map { name, value in
        [.text("$" + name), .text("\(value)")]
      })
  }

  private static func definitions(_ workspace: Workspace) -> [Figure] {
    table(
      ["defined", "commands"],
      workspace.definitions.sorted.map { [.text($0.head), .integer($0.body.count)] })
  }

  private static func table(_ header: [String], _ rows: [[Table.Cell]]) -> [Figure] {
    rows.isEmpty ? [] : [.table(Table(header: header, rows: rows))]
  }
}
