import Catalog
import Language

extension SessionCommand {
  /// What only a front end can do is asked of it.
  package static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    try interpreter.askFrontEnd(arguments)
  }
}

/// `verify FILE`, in a process of its own.
enum Verify: SessionCommand {
  static let card = Card(
    "verify", "run a journal anew and compare every value and state",
    operands: [SessionVerbs.file], example: "verify \"Sessions/journals/latest.journal\"")
}

/// `accept FILE`, in a process of its own.
enum Accept: SessionCommand {
  static let card = Card(
    "accept", "run a journal anew and, after a look, record what comes of it",
    operands: [SessionVerbs.file], example: "accept \"Sessions/journals/latest.journal\"")
}

/// `step FILE`, which asks before every command.
enum Step: SessionCommand {
  static let card = Card(
    "step", "go through a session command by command; without a file: go on with it",
    operands: [.init("file", .path, optional: true, "a session or journal, in quotes")],
    example: "step \"Sessions/tour.session\"")
}
