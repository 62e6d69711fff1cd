import ArgumentParser
import Foundation
import Journal
import ProcessControl
import Terminal
import Workbench

/// `reverie accept FILE`: a journal's values as they come out now, after a look.
struct AcceptFile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Run a journal anew and, after a look, record what comes of it.")

  @OptionGroup var options: Options
  @Argument(help: "A journal.") var file: String
  @Flag(help: "Do not ask.") var yes = false

  func run() throws {
    throw ExitCode(
      Verifier.attempt(file) {
        try JournalWriter.requireClosed(file)
        let (text, document, verification) = try Verifier.verification(file, options, exact: true)
        if let code = Interrupt.exitCode { return code }
        if verification.differences.contains(where: { $0.what == "outcome" }) {
          for line in verification.report { Console.say("\(file): \(line)") }
          Console.complain("\(file): error: a command fails, so nothing is accepted")
          return Failure.Trouble.command.rawValue
        }
        guard !verification.differences.isEmpty else {
          Console.say("\(file): nothing to accept, all identical")
          return 0
        }
        for difference in verification.differences { Console.say("\(difference)") }
        guard isAgreed(verification.differences.count) else {
          Console.say("nothing is changed")
          return Interrupt.count > 0 ? 130 : Failure.Trouble.mismatch.rawValue
        }
        let writer = try JournalWriter(at: file, holding: text)
        try writer.replaceAll(with: Acceptance.text(text, document, verification, at: file))
        Console.say("\(file): \(verification.differences.count) records accepted")
        return 0
      })
  }

  private func isAgreed(_ count: Int) -> Bool {
    if yes { return true }
    guard Screen.current(coloursRefused: true).isInteractive else {
      Console.complain("say --yes to record these \(count) values and states")
      return false
    }
    let answer = Console.ask("Save these \(count) values and states? [y/N] ")?.lowercased() ?? ""
    return Interrupt.count == 0 && ["y", "yes"].contains(answer)
  }
}
