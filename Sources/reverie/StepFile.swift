import ArgumentParser
import Catalog
import Foundation
import Journal
import Language
import Terminal
import Workbench

/// `reverie step FILE`.
struct StepFile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "step", abstract: "Go through a session command by command, on a terminal.")

  @OptionGroup var options: Options
  @ArgumentParser.Argument(help: "A session or journal.") var file: String

  func run() throws {
    let front = try TerminalHost(options)
    guard front.screen.isInteractive else {
      Console.complain("step needs a terminal; use 'reverie run \(file)' instead")
      throw ExitCode(2)
    }
    throw ExitCode(Shell(front).run(first: "step " + Value.text(file).description))
  }
}
