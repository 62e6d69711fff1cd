import ArgumentParser
import Foundation
import Host
import Journal
import ProcessControl
import Reports
import Terminal
import Workbench

/// The command line of the process.
@main
struct Reverie: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reverie",
    abstract: "A workbench for continual learning with generative replay.",
    discussion: """
      Without a subcommand, opens the prompt, or runs a script from standard input.
      Help on any command or method: reverie help WORD.

      Exit codes: 0 success, \(Failure.Trouble.list), 74 output could not be written, 75 stopped by \
      SIGTERM or SIGUSR1 and resumable with 'reverie resume', 130 stopped by Ctrl-C, 143 stopped \
      by SIGTERM with nothing recorded.
      """,
    version: SessionHost.version,
    subcommands: [
      VerbCommand<Run>.self, VerbCommand<Verify>.self, VerbCommand<Check>.self,
      VerbCommand<Export>.self, VerbCommand<Resume>.self, VerbCommand<Vary>.self,
      VerbCommand<Experiment>.self, VerbCommand<RunTask>.self, VerbCommand<Diff>.self,
      VerbCommand<Accept>.self, VerbCommand<Step>.self, VerbCommand<Serve>.self,
      VerbCommand<GetData>.self, VerbCommand<StartLesson>.self, VerbCommand<Grade>.self,
      KernelVerb.self,
    ])

  @OptionGroup var options: Options

  @Option(
    name: .customShort("c"),
    help: "Run these commands, after the file given with -i if any, and exit.")
  var commands: String?

  @Option(name: .customShort("i"), help: "Run this file, then open the prompt.")
  var interactiveFile: String?

  func run() throws {
    if commands == nil, interactiveFile == nil, !options.recordsNothing,
      let code = try Recovery(options).offer()
    {
      throw ExitCode(code)
    }
    let front = try TerminalHost(options)
    if let commands {
      throw ExitCode(
        front.finish {
          if let interactiveFile { try front.interpreter.file(interactiveFile) }
          try front.interpreter.script(commands, label: "-c")
        })
    }
    if let interactiveFile {
      if front.screen.inputIsTerminal {
        front.handOver()
        Keyboard.mute()
      }
      _ = front.attempt { try front.interpreter.file(interactiveFile) }
    }
    throw ExitCode(front.screen.isInteractive ? Shell(front).run() : front.standardInput())
  }

  /// Usage errors exit with 2, as syntax errors in a script do.
  static func main() {
    StandardStreams.start()
    if let lines = CardHelp.lines(for: Array(CommandLine.arguments.dropFirst())) {
      for line in lines { StandardStreams.output.line(line) }
      StandardStreams.leave(0)
    }
    do {
      var command = try parseAsRoot()
      try command.run()
      StandardStreams.leave(0)
    } catch ArgumentFailure.code(let code) {
      StandardStreams.leave(code)
    } catch let code as ExitCode {
      StandardStreams.leave(code.rawValue)
    } catch {
      let code = exitCode(for: error)
      let stream = code.isSuccess ? StandardStreams.output : StandardStreams.errors
      stream.line(fullMessage(for: error))
      StandardStreams.leave(code == .validationFailure ? 2 : code.rawValue)
    }
  }
}
