import Catalog
import Language

/// `export FILE to TARGET`: a page, a notebook or Markdown of a journal.
enum Export: SessionCommand {
  static let card = Card(
    "export", "make a page, a notebook or Markdown of a journal",
    operands: [
      .init("file", .path, optional: true, "a journal, in quotes; without it, this session's")
    ],
    prepositions: [.init("to", .path, "a file whose ending tells the format: .html .ipynb .md")],
    example: "export to \"tour.html\"", elsewhere: ["report", "render"],
    notes: """
      Charts are drawn from the values that the journal keeps; sampled images come from the folder
      beside it. The page holds everything and needs neither network nor scripts.
      """)

  static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    guard let path = arguments.text(0) ?? interpreter.session.journal?.path else {
      throw WorkbenchError("nothing is recorded here: name a journal to export")
    }
    let target = arguments.prepositions["to"].flatMap(String.init) ?? ""
    interpreter.show(.text(try Exports.write(path, to: target)))
  }
}
