import Experiments
import Figures
import Foundation
import Journal
import Language
import Workbench

/// `reverie vary FILE seed=1..4 epochs=2,5`.
extension Vary: ProcessVerb {
  static func run(_ arguments: Arguments, _ options: Options) throws -> Int32 {
    var invocation = arguments.resolved
    if let count = options.threads, invocation.option(threads.name) == nil {
      invocation.arguments.append(Argument(.option(threads.name), .literal(.integer(count))))
    }
    return try ExperimentVerb.run(invocation, options)
  }
}

/// `reverie experiment DIR`.
extension Experiment: ProcessVerb {
  static func run(_ arguments: Arguments, _ options: Options) throws -> Int32 {
    try ExperimentVerb.run(arguments.resolved, options)
  }
}

/// What `vary` and `experiment` do as processes of their own.
private enum ExperimentVerb {
  static func run(_ invocation: Invocation, _ options: Options) throws -> Int32 {
    let front = try TerminalHost(options.recordingNothing)
    var hasOpenRuns = false
    let code = front.finish {
      let session = front.interpreter.session
      let outcome = try session.outcome(of: .invocation(invocation), in: session.context())
      front.renderer.clear()
      let path = outcome.values.first { $0.name == "folder" }.flatMap { String($0.value) } ?? ""
      let folder = try ExperimentFolder(path)
      if front.renderer.isQuiet {
        front.host.display.present(try ExperimentReport(folder))
      } else {
        front.renderer.present(outcome.figures)
      }
      // What was submitted, and what is looked at, may be unfinished.
      let place = invocation.preposition("on")?.value.description
      let isDone = invocation.verb == Vary.card.name || invocation.operands.count > 1
      hasOpenRuns =
        isDone && place != ExperimentPlace.print.rawValue
        && !ExperimentStatus(folder, queue: SlurmQueue(of: folder)).open.isEmpty
    }
    // The same line goes on with it.
    if code == 143 { return options.resumableCode ?? code }
    return code == 0 && hasOpenRuns ? Failure.Trouble.command.rawValue : code
  }
}
