import Foundation
import Terminal
import Torch
import Workbench

/// `reverie verify`: seed, threads and instructions are those of the journal.
enum Verifier {
  /// Verifies a journal and tells the outcome; the note is nil if it could not be compared.
  static func run(
    _ file: String, _ options: Options, record: Bool = false
  ) -> (code: Int32, note: VerificationNote?) {
    var note: VerificationNote?
    let code = compare(file, options) { text, verification in
      let made = VerificationNote(verification)
      note = made
      if record { try append(made.line(for: text), to: file) }
    }
    return (code, note)
  }

  private static func compare(
    _ file: String, _ options: Options, then: (String, Verification) throws -> Void
  ) -> Int32 {
    var quiet = options
    (quiet.recordsNothing, quiet.journal) = (true, nil)
    do {
      let text = try Interpreter.read(file)
      let document = try JournalDocument(text)
      let front = try Front(quiet, circumstances: document.facts)
      let session = front.interpreter.session
      front.renderer.isQuiet = true
      session.bench.workspace.rehearsal = try Rehearsal()
      let verification = try Verification(document, in: session)
      front.renderer.clear()
      if let recorded = document.facts["torch"], let version = Backend.version,
        recorded != version
      {
        print("recorded with libtorch \(recorded), compared with \(version)")
      }
      if Interrupt.count > 0 { return 130 }
      for line in verification.report { print("\(file): \(line)") }
      try then(text, verification)
      return verification.exitCode
    } catch let failure as Failure {
      Front.complain(failure)
      return failure.trouble.rawValue
    } catch ArgumentFailure.code(let code) {
      return code
    } catch {
      Front.complain("\(file): error: \(error)")
      return Failure.Trouble.syntax.rawValue
    }
  }
}

extension Verifier {
  private static func append(_ line: String, to file: String) throws {
    guard let handle = FileHandle(forWritingAtPath: file) else {
      throw WorkbenchError("the outcome cannot be written into \(file)")
    }
    try handle.seekToEnd()
    try handle.write(contentsOf: Data((line + "\n").utf8))
    try handle.close()
  }
}

/// A start that cannot go on; what is wrong has been said.
enum ArgumentFailure: Error {
  case code(Int32)
}
