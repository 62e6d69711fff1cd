import Catalog
import Journal
import Language

/// `save NAME to FILE`: an object with all its state, in one file.
struct Save: Command {
  static let card = Card(
    "save", "save an object with all its state to a file",
    operands: [.init("object", .object([]), "an object")],
    prepositions: [.init("to", .path, "a file, in quotes")],
    example: "save ours to \"ours.safetensors\"",
    notes:
      "The file is in safetensors format; everything that is not a tensor is JSON in its metadata.")

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let name = arguments.text(0) ?? ""
    let object = try context.workspace.object(name, at: arguments.span(0))
    let path = arguments.prepositions["to"].flatMap(String.init) ?? ""
    let snapshot = try object.snapshot()
    try snapshot.write(to: context.redirected?.place(for: path) ?? path)
    return Outcome(
      [NamedValue("tensors", .integer(snapshot.tensors.count))],
      figures: [.text("saved \(name) to \(path)")])
  }
}
