import Catalog
import Language

/// `undo`: everything as it was before the newest change; the journal keeps it as `back N`.
struct Undo: Command {
  static let card = Card(
    "undo", "make everything as it was before the newest change", example: "undo",
    elsewhere: ["revert"])
  static let changesObjects = true
  /// States are kept for whole commands.
  static let neededInBlocks: Int? = nil

  init(_ arguments: Arguments) {}

  func run(in context: CommandContext) throws -> Outcome {
    guard let timeline = context.timeline else {
      throw WorkbenchError("no earlier state is kept here")
    }
    return try Back.undo(timeline, context)
  }
}
