import Catalog
import Journal
import Language

/// `diff A B`: two journals side by side.
enum Diff: SessionCommand {
  static let card = Card(
    "diff", "compare two journals: commands, values, states and heads",
    operands: [
      .init("left", .path, "a journal, in quotes"), .init("right", .path, "another one, in quotes"),
    ],
    example: "diff \"a.journal\" \"b.journal\"")

  static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    let comparison = try JournalComparison(
      JournalDocument(file: arguments.text(0) ?? ""), JournalDocument(file: arguments.text(1) ?? "")
    )
    interpreter.show(.text(comparison.report.joined(separator: "\n")))
  }
}
