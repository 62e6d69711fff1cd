import Catalog
import Journal
import Language

/// `resume FILE`: the commands of a journal here, trainings from its snapshots as far as they reach.
package enum Resume: SessionCommand {
  package static let withoutLast = Parameter(
    "without-last", .flag, default: false, "leave out the command that was interrupted")

  package static let card = Card(
    "resume", "restore a session from snapshots and finish the interrupted command",
    scope: .session,
    operands: [
      .init("file", .path, "a journal, in quotes"),
      .init(
        "session", .path, optional: true,
        "the session file that the journal records: its remaining commands are run too"),
    ],
    parameters: [withoutLast], example: "resume \"Sessions/journals/latest.journal\"",
    notes: """
      At the prompt, the journal's commands are run in the current session. To continue the \
      journal itself, use the shell: reverie resume FILE.
      """)

  package static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    guard arguments.text(1) == nil, !arguments[withoutLast] else {
      throw Diagnostic(
        "a session file and without-last work only from the shell", at: arguments.span(1),
        suggestion: "reverie resume FILE [SESSION] [--without-last]")
    }
    let file = arguments.text(0) ?? ""
    let resumption = try Resumption(file)
    try interpreter.session.answering(from: file) { () throws(Failure) in
      try interpreter.script(resumption.script, label: file)
    }
  }
}
