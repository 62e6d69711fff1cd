import Catalog
import Figures
import Language

/// `note "text"`: a note to the readers of the journal.
struct Note: Command {
  static let card = Card(
    "note", "add a note to the journal", operands: [.init("text", .text, "text in quotes")],
    example: "note \"Replay beats fine-tuning.\"",
    notes: "Variables in the text are filled in, as in \"best $b\"; write \\$ for a dollar sign.")

  private let text: String

  init(_ arguments: Arguments) { text = arguments.text(0) ?? "" }

  func run(in context: CommandContext) throws -> Outcome { .text(text) }
}
