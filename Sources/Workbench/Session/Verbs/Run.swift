import Catalog
import Language

/// `run FILE`: the commands of a session or journal, here.
package enum Run: SessionCommand {
  package static let until = Parameter(
    "until", .anything, default: Value?.none, "the last command to run: its number or a mark")
  package static let fast = Parameter(
    "fast", .flag, default: false, "restore training with the same inputs from snapshots")

  package static let card = Card(
    "run", "run a session or journal", scope: .session, operands: [.sessionFile],
    parameters: [until, fast], example: "run \"Sessions/tour.session\"",
    elsewhere: ["source", "execute"])

  package static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    try interpreter.file(arguments.text(0) ?? "", until: last(arguments), fast: arguments[fast])
  }

  /// The command after which to stop.
  package static func last(_ arguments: Arguments) -> String? {
    arguments[until].map { String($0) ?? $0.description }
  }
}
