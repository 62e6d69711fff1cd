import Catalog
import Foundation
import Language

/// `vary FILE seed=1..5 epochs=2,5`: a session once for every choice of values, and what comes of
/// it on average.
enum Vary: SessionCommand {
  static let jobs = Parameter(
    "jobs", .integer(1...1024), default: Int?.none, "processes at one time; without it: all cores")
  static let threads = Parameter(
    "threads", .integers(1...1024), default: [1], "threads of each process; several: varied too")

  static let card = Card(
    "vary", "run a session over seeds and params: mean, deviation and interval of every value",
    operands: [SessionVerbs.file], parameters: [jobs, threads],
    example: "vary \"Sessions/tour.session\" seed=1..5", elsewhere: ["sweep"],
    notes: """
      Further options are what to vary: seed, or a param of the file, as in epochs=2,5. Every \
      choice runs in a process of its own with a journal of its own.
      """, takesAnyOption: true)

  static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    let file = arguments.text(0) ?? ""
    let threads = arguments[Self.threads]
    let axes = arguments.resolved.arguments.compactMap { argument -> (String, Value)? in
      guard case .option(let name) = argument.role, case .literal(let value) = argument.value,
        name != jobs.name,
        name != Self.threads.name || threads.count > 1
      else { return nil }
      return (name, value)
    }
    let session = interpreter.session
    let variation = try Variation(file, axes: axes)
    let setting = Workers.Setting(
      folder: Workers.folder(beside: session.journal?.path ?? file),
      threads: threads.first ?? 1, count: arguments[jobs], of: session.workspace)
    let report = try VariationReport(
      running: variation, in: setting, session.control)
    interpreter.session.tell(.look(report.figures))
  }
}
