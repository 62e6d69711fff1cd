import Catalog
import Journal
import Language

/// `diff A B`: compares two journals.
package enum Diff: SessionCommand {
  package static let card = Card(
    "diff", "compare two journals: commands, values, states and headers", scope: .session,
    operands: [
      .init("left", .path, "a journal, in quotes"),
      .init("right", .path, "another journal, in quotes"),
    ],
    example: "diff \"a.journal\" \"b.journal\"",
    notes: "In a shell, the exit code is 3 if they differ."
  )

  package static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    let comparison = try JournalComparison(
      JournalDocument(file: arguments.text(0) ?? ""), JournalDocument(file: arguments.text(1) ?? "")
    )
    interpreter.show(.text(comparison.report.joined(separator: "\n")))
  }
}
