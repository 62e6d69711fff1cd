import Catalog
import Figures
import Journal
import Language

/// `check FILE`: every word and option, and what it would cost; nothing is run.
enum Check: SessionCommand {
  static let card = Card(
    "check", "check a session and tell its plan with steps and images; run nothing",
    operands: [SessionVerbs.file], example: "check \"Sessions/tour.session\"")

  static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    try interpreter.check(arguments.text(0) ?? "")
  }

  /// The plan of the file, and that nothing is wrong with it.
  ///
  /// - Throws: `Failure` at the first word that is wrong.
  static func figures(
    _ file: String, _ configuration: Workspace.Configuration
  ) throws(Failure) -> [Figure] {
    let text = try SessionFile.read(file)
    let document = try JournalDocument(text, file: file)
    try Player.check(document, of: (text, file))
    let plan = WorkPlan(document, in: Workspace(configuration))
    return plan.figures + [.text("\(file): \(document.commands.count) commands, nothing wrong")]
  }
}

extension Interpreter {
  /// Shows the plan of a file.
  ///
  /// - Throws: `Failure` at the first word that is wrong.
  package func check(_ file: String) throws(Failure) {
    session.tell(.look(try Check.figures(file, session.workspace.configuration)))
  }
}
