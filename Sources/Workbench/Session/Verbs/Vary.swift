import Catalog
import Language

/// `vary FILE seed=1..5 epochs=2,5`: runs a session for every choice of values and reports
/// it on average.
package enum Vary: SessionCommand {
  package static let jobs = Parameter(
    "jobs", .integer(1...1024), default: Int?.none, "processes at a time (default: all cores)")
  package static let threads = Parameter(
    "threads", .integers(1...1024), default: [1],
    "threads per process; each of several values is run")

  package static let card = Card(
    "vary", "run a session for several seeds or params: mean, standard deviation and interval",
    scope: .session, operands: [.sessionFile], parameters: [jobs, threads],
    example: "vary \"Sessions/tour.session\" seed=1..5", elsewhere: ["sweep"],
    notes: """
      All other options say what to vary: seed, or a param of the file, as in epochs=2,5. Every \
      combination runs in its own process with its own journal.
      """, takesAnyOption: true)

  /// What the line varies.
  package static func axes(_ arguments: Arguments) -> [(name: String, value: Value)] {
    let threads = arguments[Self.threads]
    return arguments.resolved.arguments.compactMap { argument in
      guard case .option(let name) = argument.role, case .literal(let value) = argument.value,
        name != jobs.name,
        name != Self.threads.name || threads.count > 1
      else { return nil }
      return (name, value)
    }
  }
}
