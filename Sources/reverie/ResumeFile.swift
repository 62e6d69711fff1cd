import Foundation
import Host
import Workbench

/// A session that ended or was interrupted, continued in its journal.
enum ResumeFile {
  /// Opens the prompt on a terminal; returns what the process exits with.
  static func resume(
    _ file: String, restOf script: String? = nil, _ options: Options, leavesOutLast: Bool
  ) throws -> Int32 {
    guard options.journal == nil, !options.recordsNothing else {
      Console.complain(
        "resume continues in the journal itself: leave --journal and --no-journal out")
      return 2
    }
    guard script == nil || !leavesOutLast else {
      Console.complain(
        "leave --without-last out: the rest of the session begins with that command")
      return 2
    }
    let resumption: Resumption
    let rest: SessionRest?
    do {
      resumption = try Resumption(file)
      rest = if let script { try SessionRest(of: script, after: resumption) } else { nil }
    } catch {
      Console.complain(error)
      return error.trouble.rawValue
    }
    if let word = contradiction(options, resumption.document.facts) {
      Console.complain("\(file) continues as it began: leave \(word) out")
      return 2
    }
    let front = try TerminalHost(options, resumption: resumption)
    let (interpreter, renderer) = (front.interpreter, front.renderer)
    let code = front.attempt { try resumption.replay(in: interpreter) }
    renderer.clear()
    // A session that is not whole must not go on: its journal would no longer replay.
    guard code == 0 else { return code }
    let count = resumption.document.commands.count
    Circumstances.changes(since: resumption.document.facts, app: SessionHost.version)
      .forEach { renderer.tell($0) }
    for damage in resumption.document.damages { renderer.tell("\(file): \(damage)") }
    renderer.tell("resumed \(file) after \(count) command\(count == 1 ? "" : "s")")
    func finish() throws {
      if leavesOutLast, let unfinished = resumption.unfinished {
        interpreter.session.leaveOut(unfinished)
      } else {
        try resumption.finish(in: interpreter)
      }
      if let rest { try interpreter.rest(rest) }
    }
    guard front.screen.isInteractive else { return front.finish(finish) }
    _ = front.attempt(finish)
    renderer.clear()
    return Shell(front).run()
  }

  /// The first option that asks for something else than what stands in the journal's `head`.
  private static func contradiction(_ options: Options, _ head: [String: String]) -> String? {
    // A journal tells which one it was: cuda:0.
    let device = head["device"]?.prefix { $0 != ":" }.description
    let asked: [(name: String, given: String?, head: String?)] = [
      ("--seed", options.seed.map(String.init), head["seed"]),
      ("--threads", options.threads.map(String.init), head["threads"]),
      ("--instructions", options.instructions?.rawValue, head["instructions"]),
      ("--device", options.device, device),
      ("--set", options.overrides.first, ""),
    ]
    return asked.first { $0.given != nil && $0.head != nil && $0.given != $0.head }?.name
  }
}
