import ArgumentParser
import Foundation
import Workbench

/// `reverie resume FILE`: a session that ended or died goes on in its journal.
struct ResumeFile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Bring a journal's objects back, finish what it died in, and go on in it.")

  @OptionGroup var options: Options
  @Argument(help: "A journal.") var file: String
  @Flag(
    name: .customLong("without-last"), help: "Leave out the command that the session died in.")
  var leavesOutLast = false

  func run() throws {
    throw ExitCode(try Self.resume(file, options, leavesOutLast: leavesOutLast))
  }

  /// Opens the prompt on a terminal; returns what the process exits with.
  static func resume(_ file: String, _ options: Options, leavesOutLast: Bool) throws -> Int32 {
    guard options.journal == nil, !options.recordsNothing else {
      Front.complain("resume goes on in the journal itself: leave --journal and --no-journal out")
      return 2
    }
    let resumption: Resumption
    do {
      resumption = try Resumption(file)
    } catch {
      Front.complain(error)
      return error.trouble.rawValue
    }
    let front = try Front(options, resumption: resumption)
    let (interpreter, renderer) = (front.interpreter, front.renderer)
    let code = front.attempt {
      try resumption.replay(in: interpreter.session)
      renderer.clear()
      let count = resumption.document.commands.count
      renderer.tell("resumed \(file) after \(count) command\(count == 1 ? "" : "s")")
      guard let unfinished = resumption.unfinished else { return }
      if leavesOutLast {
        interpreter.session.leaveOut(unfinished)
      } else {
        try resumption.finish(in: interpreter)
      }
    }
    renderer.clear()
    guard front.screen.isInteractive, code != Failure.Trouble.mismatch.rawValue else {
      front.close(code)
      return code
    }
    return Shell(front).run()
  }
}
