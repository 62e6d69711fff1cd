import Catalog
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
    let comparison = try compare(arguments.text(0) ?? "", arguments.text(1) ?? "")
    interpreter.show(.text(comparison.report.joined(separator: "\n")))
  }

  /// Compares two files.
  ///
  /// - Throws: `Failure` if one cannot be read.
  static func compare(_ left: String, _ right: String) throws(Failure) -> JournalComparison {
    JournalComparison(try JournalDocument(file: left), try JournalDocument(file: right))
  }
}
