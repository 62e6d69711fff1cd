import Catalog
import Language

/// `redo`: everything as it was before the newest `undo` or `back`; the journal keeps it as `back N`.
struct Redo: Command {
  static let card = Card(
    "redo", "take back the last undo or back", blocks: .refused, example: "redo",
    notes: "Works until something is changed after the undo. The journal records it as back N.")
  static let changesObjects = true

  init(_ arguments: Arguments) {}

  func run(in context: CommandContext) throws -> Outcome {
    guard let timeline = context.timeline else {
      throw WorkbenchError("no earlier state is kept here")
    }
    guard let number = timeline.next(context.workspace) else {
      throw WorkbenchError("there is nothing to redo")
    }
    var outcome = try Back.go(to: number, timeline, context, again: true)
    outcome.line = "back \(number)"
    return outcome
  }
}
