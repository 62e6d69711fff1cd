import Catalog
import Language

/// `run FILE`: the commands of a session or journal, here.
enum Run: SessionCommand {
  static let until = Parameter(
    "until", .anything, default: Value?.none, "the last command to run: its number or a mark")
  static let fast = Parameter(
    "fast", .flag, default: false, "take trainings with the same inputs from snapshots")

  static let card = Card(
    "run", "run the commands of a session or journal here", operands: [SessionVerbs.file],
    parameters: [until, fast], example: "run \"Sessions/tour.session\"",
    elsewhere: ["source", "execute"])

  static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    let last = arguments[until].map { String($0) ?? $0.description }
    try interpreter.file(arguments.text(0) ?? "", until: last, fast: arguments[fast])
  }
}
