import Catalog
import Journal
import Language

extension SessionCommand {
  /// Verbs that only a front end can run are passed to it.
  package static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    try interpreter.askFrontEnd(arguments)
  }
}

/// `verify FILE`, in a process of its own.
package enum Verify: SessionCommand {
  package static let exact = Parameter(
    "exact", .flag, default: false,
    "require identical numbers and states, even where '#~' lines allow a tolerance")
  package static let tolerance = Parameter(
    "tolerance", .text, default: String?.none, aliases: ["tol"],
    "tolerance for numbers, as in \"rel=1e-4,abs=1e-6\"; states may then differ")
  package static let record = Parameter(
    "record", .flag, default: false, "write the outcome to the journal, so that exports show it")

  package static let runs = Parameter(
    "runs", .integer(1...10_000), default: Int?.none,
    "of an experiment: how many of its runs to check, drawn at random (default: all)")

  package static let card = Card(
    "verify", "re-run a journal and compare every value and state", scope: .session,
    operands: [
      .init("file", .path, "a journal, or the folder of an experiment, in quotes")
    ],
    parameters: [exact, tolerance, record, runs],
    example: "verify \"Sessions/journals/latest.journal\"",
    notes: """
      Before anything runs, the journal's own digests show whether its commands, records or header \
      were changed; prose, comments and tolerances ('#~') may be edited. The \
      exit code is 0 if everything matches, and otherwise tells why not (\(exitCodes)). Journals of version 1 contain no \
      digests.
      """)

  /// `3: results differ from the journal, ...`.
  private static var exitCodes: String {
    let troubles: [Failure.Trouble] = [
      .mismatch, .data, .incomplete, .damaged, .circumstances,
    ]
    return troubles.map { "\($0.rawValue): \($0.meaning)" }.joined(separator: ", ")
  }
}

/// `accept FILE`, in a process of its own.
package enum Accept: SessionCommand {
  package static let yes = Parameter("yes", .flag, default: false, "do not ask for confirmation")

  package static let card = Card(
    "accept",
    "re-run a journal and, once confirmed, save the new results as the reference", scope: .session,
    operands: [.init("file", .path, "a journal, in quotes")], parameters: [yes],
    example: "accept \"Sessions/journals/latest.journal\"")
}

/// `step FILE`, which asks before every command.
package enum Step: SessionCommand {
  package static let card = Card(
    "step", "step through a session; without a file: continue stepping", scope: .session,
    operands: [.init("file", .path, optional: true, "a session or journal, in quotes")],
    example: "step \"Sessions/tour.session\"")
}
