import Foundation
import Journal
import ProcessControl
import Terminal
import Torch
import Workbench

/// `reverie verify`: seed, threads and instructions are those of the journal.
enum Verifier {
  /// Verifies a journal and tells the outcome; the note is nil if it could not be compared.
  static func run(
    _ file: String, _ options: Options, _ tolerance: Tolerance? = nil, exact: Bool = false,
    record: Bool = false
  ) -> (code: Int32, note: VerificationNote?) {
    var note: VerificationNote?
    let code = attempt(file) {
      if record { try JournalWriter.requireClosed(file) }
      let (text, document, verification) = try verification(file, options, tolerance, exact: exact)
      if let code = Interrupt.exitCode { return code }
      for line in verification.report { Console.say("\(file): \(line)") }
      let made = VerificationNote(verification, mode: tolerance == nil ? "exact" : "tolerance")
      note = made
      if record {
        // What a reader takes for a torn line must not become a whole one.
        guard text.utf8.last == 10 || !document.isJournal else {
          throw WorkbenchError("the last line has no end: resume the journal or end the line")
        }
        let feed = text.utf8.last == 10 ? "" : "\n"
        try JournalWriter(at: file, holding: text).note(feed + made.line(for: text + feed))
      }
      return verification.exitCode
    }
    return (code, note)
  }

  /// Runs the journal anew.
  static func verification(
    _ file: String, _ options: Options, _ tolerance: Tolerance? = nil, exact: Bool
  ) throws -> (text: String, document: JournalDocument, verification: Verification) {
    var quiet = options
    (quiet.recordsNothing, quiet.journal) = (true, nil)
    let text = try SessionFile.read(file)
    let document = try JournalDocument(text, file: file)
    try Player.check(document, of: (text, file))
    let front = try TerminalHost(quiet, facts: document.facts)
    let session = front.interpreter.session
    front.renderer.isQuiet = true
    session.tell = { _ in }
    session.redirected = try RedirectedFiles()
    let player = try Player(document, of: (text, file), in: front.interpreter)
    let verification = Verification(player, in: session, tolerance: tolerance, exact: exact)
    front.renderer.clear()
    Circumstances.changes(since: document.facts).forEach(Console.say)
    return (text, document, verification)
  }

  /// Tells what goes wrong with `file`, and gives the exit code.
  static func attempt(_ file: String, _ work: () throws -> Int32) -> Int32 {
    do {
      return try work()
    } catch let failure as Failure {
      Console.complain(failure)
      return failure.trouble.rawValue
    } catch ArgumentFailure.code(let code) {
      return code
    } catch {
      Console.complain("\(file): error: \(error)")
      return Failure.Trouble.syntax.rawValue
    }
  }
}

/// A start that cannot go on; what is wrong has been said.
enum ArgumentFailure: Error {
  case code(Int32)
}
