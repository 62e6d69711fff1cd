import Experiments
import Figures
import Foundation
import Host
import Journal
import ProcessControl
import Terminal
import Workbench

/// A session in a process of its own, on a terminal or between pipes.
final class TerminalHost {
  /// Seconds until exit after SIGTERM: schedulers kill after thirty.
  private static let patience: Int32 = 25

  let screen: Screen
  let renderer: Renderer
  let host: SessionHost
  var interpreter: Interpreter { host.interpreter }
  var places: Places { host.places }

  /// With `resumption` the session goes on in that journal, under its circumstances.
  init(
    _ options: Options, facts: [String: String] = [:], resumption: Resumption? = nil
  ) throws {
    guard WorkingFolder.exists else {
      Console.complain("the current folder was removed: change to another one and start again")
      throw ArgumentFailure.code(2)
    }
    Screen.setUpLocale()
    Interrupt.install()
    if let parent = ProcessInfo.processInfo.environment[LocalWorkers.parentVariable].flatMap(
      Int32.init),
      !Interrupt.end(with: parent)
    {
      throw ArgumentFailure.code(143)
    }
    let resumableCode = options.resumableCode ?? 143
    screen = Screen.current(coloursRefused: options.refusesColours)
    renderer = Renderer(screen: screen)
    let display = try options.display()
    // Lines in a format of their own are all that is written then.
    renderer.isQuiet = display != nil
    do {
      host = try SessionHost(
        options.host, display: display ?? renderer,
        signal: StopRequest(
          isRaised: { Interrupt.count > 0 || Interrupt.terminationRequested },
          exitCode: { Interrupt.exitCode(terminated: $0 ? resumableCode : 143) }),
        facts: facts, resumption: resumption)
    } catch {
      Console.complain(error)
      throw ArgumentFailure.code(error.trouble.rawValue)
    }
    Interrupt.leave(
      within: Self.patience, code: host.session.journal != nil ? resumableCode : 143)
    host.session.recordsStopped = { false }
    host.session.manual["keys"] = Table(
      header: ["key", ""],
      rows: LineEditor.bindings.map { [.text($0.keys), .text($0.does)] } + StepDialogue.keyRows)
  }

  /// Records from here on what Ctrl-C stops with what it did, as a person decides.
  ///
  /// What SIGTERM stops is left to `resume` all the same.
  func handOver() {
    interpreter.session.recordsStopped = { !Interrupt.terminationRequested }
  }

  /// Runs `action`; prints what goes wrong and returns the exit code.
  func attempt(_ action: () throws -> Void) -> Int32 { host.attempt(action) }

  /// Runs `action` as the whole of the process's work.
  func finish(_ action: () throws -> Void) -> Int32 { host.finish(action) }

  /// Says in the journal that the session ended, and how.
  func close(_ code: Int32) { host.close(code) }
}
