import Catalog
import Journal
import Language
import Reports

/// `export FILES to TARGET`: a page, a notebook, Markdown or the numbers of journals.
package enum Export: SessionCommand {
  package static let verify = Parameter(
    "verify", .flag, default: false, "verify the journal first and add the outcome to the export")

  package static let card = Card(
    "export", "export journals as a web page, notebook or table, or for TensorBoard",
    scope: .session,
    operands: [
      .init("file", .paths, optional: true, "journals, in quotes; without one, this session's")
    ],
    prepositions: [
      .init(
        "to", .path,
        "a file ending in \(Exports.endings.replacing(", ", with: " or ")), or just the extension")
    ],
    parameters: [verify, OutputFile.replace], example: "export to \"tour.html\"",
    elsewhere: ["report", "render"],
    notes: """
      Charts are drawn from the values in the journal; sampled images come from the folder next to \
      it. A web page is self-contained and needs neither a network nor scripts. \
      .csv and .jsonl hold every number of one or several journals, one per row; .tb is a folder for \
      TensorBoard. These omit commands that were undone.
      """)

  package static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    let given = arguments.texts(0)
    let target = arguments.prepositions["to"].flatMap(String.init) ?? ""
    // A dry run and what is only verified write nothing.
    guard interpreter.session.redirected == nil else {
      return try rehearse(given, to: target, in: interpreter.session.workspace.rehearsal)
    }
    let paths = given.isEmpty ? interpreter.session.journal.map { [$0.path] } ?? [] : given
    guard !paths.isEmpty else {
      throw WorkbenchError("nothing is recorded here: name a journal to export")
    }
    guard !arguments[verify] else { return try interpreter.askFrontEnd(arguments) }
    interpreter.show(
      .text(try Exports.write(paths, to: target, replaces: arguments[OutputFile.replace])))
  }

  /// Checks the target and the journals; that of the session itself, of which a dry run has none, is
  /// whole.
  private static func rehearse(
    _ paths: [String], to target: String, in rehearsal: Rehearsal?
  ) throws {
    let place = try Exports.place(target, for: paths.first ?? "session.journal")
    if !place.format.isFolder, !Exports.isFormat(target) { try OutputRule.checkPlace(place.file) }
    for path in paths where rehearsal?.makes(path) != true { _ = try JournalDocument(file: path) }
    rehearsal?.writes(place.file)
  }
}
