import Foundation
import Host
import Workbench

/// A session that ended or was interrupted, continued in its journal.
enum ResumeFile {
  /// Opens the prompt on a terminal, unless told otherwise; returns what the process exits with.
  static func resume(
    _ file: String, restOf script: String? = nil, _ options: Options, leavesOutLast: Bool,
    thenPrompt: Bool = true
  ) throws -> Int32 {
    guard options.journal == nil, !options.recordsNothing else {
      Console.complain(
        "resume continues in the journal itself: omit --journal and --no-journal")
      return 2
    }
    guard script == nil || !leavesOutLast else {
      Console.complain(
        "omit --without-last: the rest of the session begins with that command")
      return 2
    }
    let resumption: Resumption
    do {
      resumption = try Resumption(file)
    } catch {
      Console.complain(error)
      return error.trouble.rawValue
    }
    if let word = contradiction(options, resumption.document.facts) {
      Console.complain("\(file) continues as it began: omit \(word)")
      return 2
    }
    let front = try TerminalHost(options, resumption: resumption)
    guard let script else { return resume(resumption, front, leavesOutLast: leavesOutLast) }
    return resume(resumption, with: script, front, thenPrompt && front.screen.isInteractive)
  }

  /// Without the file that it was run from, what it died in is finished, and a person goes on.
  private static func resume(
    _ resumption: Resumption, _ front: TerminalHost, leavesOutLast: Bool
  ) -> Int32 {
    let interpreter = front.interpreter
    let code = front.attempt { try resumption.replay(in: interpreter) }
    front.renderer.clear()
    // A session that is not whole must not go on: its journal would no longer replay.
    guard code == 0 else { return code }
    announce(resumption, front)
    func finish() throws {
      if leavesOutLast, let unfinished = resumption.unfinished {
        interpreter.session.leaveOut(unfinished)
      } else {
        try resumption.finish(in: interpreter)
      }
    }
    guard front.screen.isInteractive else {
      let code = front.attempt(finish)
      front.renderer.clear()
      if code == 0, resumption.wasStopped {
        front.renderer.tell(
          "further commands of its file are not run; to run them: resume JOURNAL FILE")
      }
      return end(front, code, status: resumption.wasStopped ? "stopped" : nil)
    }
    front.handOver()
    _ = front.attempt(finish)
    front.renderer.clear()
    return Shell(front).run()
  }

  /// With the file that it was run from, everything that is left of that is run.
  private static func resume(
    _ resumption: Resumption, with script: String, _ front: TerminalHost, _ thenPrompt: Bool
  ) -> Int32 {
    var isBack = false
    let code = front.attempt {
      try front.interpreter.file(script, resuming: resumption) {
        isBack = true
        announce(resumption, front)
      }
    }
    front.renderer.clear()
    guard isBack else { return code }
    if code == 0, resumption.hasFinished, front.interpreter.session.journal?.isAsRead == true {
      front.renderer.tell("\(resumption.path) is complete: all of \(script) has run")
      return thenPrompt ? Shell(front).run() : 0
    }
    guard thenPrompt, code != front.host.stopCode else { return end(front, code) }
    return Shell(front).run()
  }

  private static func announce(_ resumption: Resumption, _ front: TerminalHost) {
    let count = resumption.document.commands.count
    front.renderer.clear()
    let facts = resumption.document.facts
    for line in Circumstances.changes(since: facts, app: SessionHost.version) {
      front.renderer.tell(line)
    }
    for damage in resumption.document.damages {
      front.renderer.tell("\(resumption.path): \(damage)")
    }
    front.renderer.tell("resumed \(resumption.path) after \(count) command\(count == 1 ? "" : "s")")
  }

  /// Says in the journal how the session ended; one that was stopped before it wrote anything stays
  /// as it was.
  private static func end(_ front: TerminalHost, _ code: Int32, status: String? = nil) -> Int32 {
    let session = front.interpreter.session
    if code != 0, code == front.host.stopCode, session.journal?.isAsRead == true { return code }
    if code == 0, let status { session.close(status: status) } else { front.close(code) }
    return code
  }

  /// The first option that asks for something else than what is in the journal's `head`.
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
