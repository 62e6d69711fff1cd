import Foundation
import Journal
import ProcessControl
import Terminal
import Workbench

/// `reverie accept FILE`: the results of a re-run become the reference, once confirmed.
extension Accept: ProcessVerb {
  static func run(_ arguments: Arguments, _ options: Options) -> Int32 {
    let file = arguments.text(0) ?? ""
    return Verifier.attempt(file) {
      try JournalWriter.requireClosed(file)
      let found = try Verifier.finding(file, options, exact: true)
      let (text, verification) = (found.text, found.verification)
      let isChanged = found.review.trouble == .damaged || !found.pictures.differences.isEmpty
      if let code = Interrupt.exitCode { return code }
      if verification.differences.contains(where: { $0.what == "outcome" }) {
        for line in verification.report { Console.say("\(file): \(line)") }
        Console.complain("\(file): error: a command fails, so nothing was accepted")
        return Failure.Trouble.command.rawValue
      }
      guard !verification.differences.isEmpty || isChanged else {
        Console.say("\(file): nothing to accept, all identical")
        return 0
      }
      for difference in verification.differences { Console.say("\(difference)") }
      guard arguments[yes] || isAgreed(verification.differences.count) else {
        Console.say("nothing was changed")
        return Interrupt.count > 0 ? 130 : Failure.Trouble.mismatch.rawValue
      }
      let writer = try JournalWriter(at: file, holding: text)
      try writer.replaceAll(with: Acceptance.text(text, found.document, verification, at: file))
      Console.say("\(file): \(verification.differences.count) records accepted")
      return 0
    }
  }

  private static func isAgreed(_ count: Int) -> Bool {
    guard Screen.current(coloursRefused: true).isInteractive else {
      Console.complain("use --yes to record these \(count) values and states")
      return false
    }
    let answer = Console.ask("Save these \(count) values and states? [y/N] ")?.lowercased() ?? ""
    return Interrupt.count == 0 && ["y", "yes"].contains(answer)
  }
}
