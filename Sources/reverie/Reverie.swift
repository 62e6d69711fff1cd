import ArgumentParser
import Foundation
import Host
import Journal
import ProcessControl
import Terminal
import Workbench

/// The command line of the process.
@main
struct Reverie: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reverie",
    abstract: "A workbench for continual learning by generative replay.",
    discussion: """
      Without a subcommand: the prompt, or a script on standard input.

      Exit codes: 0 success, 1 a command failed, 2 syntax or usage error, 3 a journal differs, 4 data \
      are missing or damaged, 74 output could not be written, 130 stopped by Ctrl-C, 143 by SIGTERM.
      """,
    version: SessionHost.version,
    subcommands: [
      RunFile.self, VerifyFile.self, CheckFile.self, ExportFile.self, ResumeFile.self,
      VaryFile.self, DiffFiles.self, AcceptFile.self, StepFile.self,
    ])

  @OptionGroup var options: Options

  @Option(name: .customShort("c"), help: "Run these commands and leave.")
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
      throw ExitCode(front.finish { try front.interpreter.script(commands, label: "-c") })
    }
    if let interactiveFile {
      _ = front.attempt { try front.interpreter.file(interactiveFile) }
    }
    throw ExitCode(front.screen.isInteractive ? Shell(front).run() : front.standardInput())
  }

  /// Usage errors leave with 2, as syntax errors in a script do.
  static func main() {
    StandardStreams.start()
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

/// `reverie run FILE`.
struct RunFile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a session or journal.")

  @OptionGroup var options: Options
  @Argument(help: "A session or journal; - for standard input.") var file: String
  @Option(help: "The last command to run: its number, or the name of a mark.") var until: String?
  @Flag(help: "Take trainings with the same inputs from snapshots, and say so.") var fast = false

  func run() throws {
    let front = try TerminalHost(options)
    guard file != "-" else { throw ExitCode(front.standardInput()) }
    if fast, options.recordsNothing || options.refusesSnapshots {
      Console.complain("--fast takes trainings from snapshots, which stand beside journals")
      throw ExitCode(2)
    }
    if fast { front.interpreter.session.look(beside: front.places.journals + "/x") }
    throw ExitCode(front.finish { try front.interpreter.file(file, until: until, fast: fast) })
  }
}

/// `reverie verify FILE`.
struct VerifyFile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Run a journal anew and compare every value and state.")

  @OptionGroup var options: Options
  @Argument(help: "A journal.") var file: String
  @Flag(
    help: "Every digit and every state must be identical, whatever the journal tolerates by '#~'.")
  var exact = false
  @Option(
    name: .customLong("tol"),
    help: "How far numbers may be off, as in rel=1e-4,abs=1e-6; states may differ then.")
  var tolerance: Tolerance?
  @Flag(help: "Write the outcome into the journal, for exports.")
  var record = false

  func validate() throws {
    if exact, tolerance != nil { throw ValidationError("--exact and --tol do not go together") }
  }

  func run() throws {
    throw ExitCode(Verifier.run(file, options, tolerance, exact: exact, record: record).code)
  }
}

/// `reverie export FILE --to NAME`.
struct ExportFile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Make a page, a notebook or Markdown of a journal.")

  @OptionGroup var options: Options
  @Argument(help: "A journal.") var file: String
  @Option(
    name: .customLong("to"),
    help: "A file that ends in .html, .ipynb or .md, or just the ending for one beside the journal."
  )
  var target: String
  @Flag(help: "Verify the journal first and put the outcome into the export.")
  var verify = false

  func run() throws {
    var result: (code: Int32, note: VerificationNote?) = (0, nil)
    if verify {
      result = Verifier.run(file, options)
      if result.note == nil { throw ExitCode(result.code) }
    }
    do throws(Failure) {
      Console.say(try Exports.write(file, to: target, verification: result.note))
    } catch {
      Console.complain(error)
      throw ExitCode(error.trouble.rawValue)
    }
    throw ExitCode(result.code)
  }
}

/// `reverie check FILE`.
struct CheckFile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check the words and options of a session; run nothing.")

  @OptionGroup var options: Options
  @Argument(help: "A session or journal.") var file: String

  func run() throws {
    var quiet = options
    (quiet.recordsNothing, quiet.journal) = (true, nil)
    let front = try TerminalHost(quiet)
    throw ExitCode(front.finish { try front.interpreter.check(file) })
  }
}
