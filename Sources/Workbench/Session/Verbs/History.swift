import Catalog
import Language

/// `history`: the commands of this session with their numbers.
enum History: SessionCommand {
  static let card = Card("history", "list the commands of this session", example: "history")

  static func run(_ arguments: Arguments, in interpreter: Interpreter) {
    let lines = interpreter.session.history.map { "[\($0.number)] \($0.text)" }
    interpreter.show(.text(lines.joined(separator: "\n")))
  }
}

/// `journal`: where this session is recorded.
enum JournalPlace: SessionCommand {
  static let card = Card("journal", "tell where the journal is", example: "journal")

  static func run(_ arguments: Arguments, in interpreter: Interpreter) {
    let path = interpreter.session.journal?.path
    interpreter.show(.text(path.map { "recording to \($0)" } ?? "nothing is recorded"))
  }
}

/// `quit`: the end of this session.
enum Quit: SessionCommand {
  static let card = Card(
    "quit", "leave; Ctrl-D does the same", example: "quit", elsewhere: ["exit", "bye", "logout"])

  static func run(_ arguments: Arguments, in interpreter: Interpreter) { interpreter.quit() }
}
