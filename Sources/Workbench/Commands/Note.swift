import Catalog
import Figures
import Language

/// `note "text"`: prose for whoever reads the journal.
struct Note: Command {
  static let card = Card(
    "note", "write prose into the journal", operands: [.init("text", .text, "text in quotes")],
    example: "note \"Replay beats fine-tuning.\"")

  private let text: String

  init(_ arguments: Arguments) { text = arguments.text(0) ?? "" }

  func run(in context: CommandContext) throws -> Outcome { .text(text) }
}
