import Catalog
import Language

/// `history`: the commands of this session with their numbers.
enum History: SessionCommand {
  static let card = Card(
    "history", "list the commands of this session", scope: .session, example: "history")

  static func run(_ arguments: Arguments, in interpreter: Interpreter) {
    let lines = interpreter.session.history.map { "[\($0.number)] \($0.text)" }
    interpreter.show(.text(lines.joined(separator: "\n")))
  }
}

/// `quit`: the end of this session.
enum Quit: SessionCommand {
  static let card = Card(
    "quit", "end the session; Ctrl-D does the same", scope: .session, example: "quit",
    elsewhere: ["exit", "bye", "logout"])

  static func run(_ arguments: Arguments, in interpreter: Interpreter) { interpreter.quit() }
}
