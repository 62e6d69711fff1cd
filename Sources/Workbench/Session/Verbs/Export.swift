import Catalog
import Journal
import Language
import Reports

/// `export FILE to TARGET`: a page, a notebook or Markdown of a journal.
package enum Export: SessionCommand {
  package static let verify = Parameter(
    "verify", .flag, default: false, "verify the journal first and add the outcome to the export")

  package static let card = Card(
    "export", "export a journal as a web page, a notebook or Markdown", scope: .session,
    operands: [
      .init("file", .path, optional: true, "a journal, in quotes; without it, this session's")
    ],
    prepositions: [
      .init("to", .path, "a file ending in .html, .ipynb or .md, or just the extension")
    ],
    parameters: [verify], example: "export to \"tour.html\"", elsewhere: ["report", "render"],
    notes: """
      Charts are drawn from the values in the journal; sampled images come from the folder beside \
      it. A page is self-contained and needs neither network nor scripts.
      """)

  package static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    guard let path = arguments.text(0) ?? interpreter.session.journal?.path else {
      throw WorkbenchError("nothing is recorded here: name a journal to export")
    }
    let target = arguments.prepositions["to"].flatMap(String.init) ?? ""
    // A dry run and what is only verified write nothing.
    if interpreter.session.redirected != nil {
      let file = try Exports.place(target, for: path).file
      _ = try JournalDocument(file: path)
      interpreter.session.workspace.rehearsal?.writes(file)
      return
    }
    guard !arguments[verify] else { return try interpreter.askFrontEnd(arguments) }
    interpreter.show(.text(try Exports.write(path, to: target)))
  }
}
