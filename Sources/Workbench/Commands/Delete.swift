import Catalog
import Figures
import Language

/// `delete NAME`: removes objects, or a definition.
struct Delete: Command {
  static let card = Card(
    "delete", "remove objects from the session",
    operands: [.init("objects", .objects([]), "objects, as in a,b, or a name given by def")],
    example: "delete ours", elsewhere: ["rm", "del", "remove", "drop"],
    notes: "undo brings them back. Files, and learners that use them, are not affected.")
  static let changesObjects = true

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let workspace = context.workspace
    let names = arguments.names(0)
    for name in names where workspace.definitions[name] == nil {
      _ = try workspace.object(name, at: arguments.span(0))
    }
    var lines: [String] = []
    for name in names {
      guard let object = workspace[name] else {
        workspace.definitions.remove(name)
        lines.append("deleted \(name)")
        continue
      }
      let dependants = workspace.dependants(of: object)
      lines.append("deleted \(name): \(object.summary)")
      try context.remove(object)
      lines += dependants
    }
    return Outcome(figures: [.text(lines.joined(separator: "\n"))])
  }
}
