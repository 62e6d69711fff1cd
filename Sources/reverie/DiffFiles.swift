import ArgumentParser
import Journal
import Workbench

/// `reverie diff A B`.
struct DiffFiles: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare two journals; leaves with 3 if they differ.")

  @Argument(help: "A journal.") var left: String
  @Argument(help: "Another journal.") var right: String

  func run() throws {
    throw ExitCode(
      Verifier.attempt(left) {
        let comparison = try JournalComparison(
          JournalDocument(file: left), JournalDocument(file: right))
        for line in comparison.report { Console.say(line) }
        return comparison.isDifferent ? Failure.Trouble.mismatch.rawValue : 0
      })
  }
}
