import Catalog
import Figures
import Journal
import Language

/// `check FILE`: every word and option, and what it would cost; nothing is run.
package enum Check: SessionCommand {
  package static let card = Card(
    "check", "check a session and estimate its steps and images (nothing is run)", scope: .session,
    operands: [.sessionFile], example: "check \"Sessions/tour.session\"")

  package static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    try interpreter.check(arguments.text(0) ?? "")
  }

  /// The plan of the file, and whether a journal is whole.
  ///
  /// - Throws: `Failure` at the first word that is wrong.
  static func figures(
    _ file: String, _ configuration: Workspace.Configuration
  ) throws(Failure) -> (figures: [Figure], trouble: Failure?) {
    let text = try SessionFile.read(file)
    let document = try JournalDocument(text, file: file)
    try Player.check(document, of: (text, file))
    let plan = WorkPlan(document, in: Workspace(configuration))
    let review = JournalReview(document)
    let remarks = review.report.map { Figure.text("\(file): \($0)") }
    let counts = "\(file): \(document.commands.count) commands, "
    guard let trouble = review.trouble else {
      let verdict = document.hasDigests ? "complete, no errors found" : "no errors found"
      return (plan.figures + remarks + [.text(counts + verdict)], nil)
    }
    let advice =
      trouble == .damaged
      ? "restore the file, or re-run it and save its results with: accept"
      : "finish it with: resume"
    return (
      plan.figures + remarks,
      Failure(
        Diagnostic("\(file): \(trouble.meaning); \(advice)", at: .nowhere), trouble: trouble)
    )
  }
}

extension Interpreter {
  /// Shows the plan of a file.
  ///
  /// - Throws: `Failure` at the first word that is wrong, or if a journal is not whole.
  package func check(_ file: String) throws(Failure) {
    let (figures, trouble) = try Check.figures(file, session.workspace.configuration)
    session.tell(.look(figures))
    if let trouble { throw trouble }
  }
}
