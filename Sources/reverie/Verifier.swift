import Foundation
import Host
import Journal
import ProcessControl
import Terminal
import Torch
import Workbench

/// `reverie verify`: seed, threads and instructions are those of the journal.
enum Verifier {
  /// What reading a journal and running it again told.
  struct Finding {
    let text: String
    let document: JournalDocument
    let review: JournalReview
    let verification: Verification
    let pictures: PictureReview

    /// A changed journal is reported first: whatever else is found may follow from that.
    var exitCode: Int32 {
      if review.trouble == .damaged { return Failure.Trouble.damaged.rawValue }
      if !verification.differences.isEmpty { return verification.exitCode }
      if !pictures.differences.isEmpty { return Failure.Trouble.damaged.rawValue }
      return review.trouble?.rawValue ?? verification.exitCode
    }

    var note: VerificationNote { VerificationNote(verification, review, pictures) }
  }

  /// Verifies a journal and reports the outcome; the note is nil if it could not be compared.
  static func run(
    _ file: String, _ options: Options, _ tolerance: Tolerance? = nil, exact: Bool = false,
    record: Bool = false
  ) -> (code: Int32, note: VerificationNote?) {
    var note: VerificationNote?
    let code = attempt(file) {
      if record { try JournalWriter.requireClosed(file) }
      let found = try finding(file, options, tolerance, exact: exact)
      if let code = Interrupt.exitCode { return code }
      for line in found.verification.report + found.pictures.differences + found.pictures.missing {
        Console.say("\(file): \(line)")
      }
      let (text, made) = (found.text, found.note)
      note = made
      if record {
        // What a reader takes for a torn line must not become a whole one.
        guard text.utf8.last == 10 || !found.document.isJournal else {
          throw WorkbenchError(
            "the last line is incomplete: resume the journal, or end the line with a newline")
        }
        let feed = text.utf8.last == 10 ? "" : "\n"
        try JournalWriter(at: file, holding: text).note(feed + made.line(for: text + feed))
      }
      return found.exitCode
    }
    return (code, note)
  }

  /// Reads the journal, reports at once what that tells, and runs it again.
  ///
  /// - Throws: `Failure` if it cannot be read or if what it was recorded with is not here.
  static func finding(
    _ file: String, _ options: Options, _ tolerance: Tolerance? = nil, exact: Bool
  ) throws -> Finding {
    var quiet = options
    (quiet.recordsNothing, quiet.journal) = (true, nil)
    let text = try SessionFile.read(file)
    let document = try JournalDocument(text, file: file)
    try Player.check(document, of: (text, file))
    let review = JournalReview(document)
    for line in review.report { Console.say("\(file): \(line)") }
    let front = try TerminalHost(quiet, facts: document.facts)
    do { try Circumstances.require(document.facts) } catch { throw error.about(file) }
    let session = front.interpreter.session
    front.renderer.isQuiet = true
    session.tell = { _ in }
    session.redirected = try RedirectedFiles()
    let player = try Player(document, of: (text, file), in: front.interpreter)
    let verification = Verification(player, in: session, tolerance: tolerance, exact: exact)
    front.renderer.clear()
    Circumstances.changes(since: document.facts, app: SessionHost.version).forEach(Console.say)
    return Finding(
      text: text, document: document, review: review, verification: verification,
      pictures: PictureReview(document, verification, at: file))
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

extension Failure {
  /// The same failure with the name of the file that it is about.
  fileprivate func about(_ file: String) -> Failure {
    var failure = self
    failure.diagnostic.message = "\(file): \(failure.diagnostic.message)"
    return failure
  }
}

/// A start that cannot go on; what is wrong has been said.
enum ArgumentFailure: Error {
  case code(Int32)
}
