import Catalog
import Journal
import Language

/// `rerun`: offers the commands that `back` or `undo` left behind, one by one.
package enum Rerun: SessionCommand {
  package static let card = Card(
    "rerun", "offer the commands after a back or undo again, one by one", scope: .session,
    example: "rerun", elsewhere: ["replay"],
    notes: """
      To change command 4 and run what followed it again: back 3, rerun, then e to edit the first \
      command, Enter to run the others as they are, s to skip one. Works at the prompt, until \
      something else is changed after the back.
      """)

  package static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    guard !interpreter.isPlayingFile else {
      throw Diagnostic(
        "'\(card.name)' works only at the prompt", at: arguments.invocation.verbSpan)
    }
    try interpreter.askFrontEnd(arguments)
  }

  /// Makes ready to play the commands that were undone.
  ///
  /// - Throws: `Diagnostic` if there are none.
  package static func player(
    _ arguments: Arguments, in interpreter: Interpreter
  ) throws -> Player {
    let session = interpreter.session
    let commands = session.timeline?.undoneCommands(session.workspace) ?? []
    guard let first = commands.first else {
      throw Diagnostic(
        "no commands were undone", at: arguments.invocation.verbSpan,
        suggestion: "go back first, as in: back \(max(0, session.number - 2))")
    }
    let text = commands.map(\.text).joined(separator: "\n")
    let label = "commands \(first.number) to \(commands[commands.count - 1].number)"
    return try Player(
      JournalDocument(text), of: (text, label), in: interpreter, continues: true)
  }
}
