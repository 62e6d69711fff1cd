import Foundation
import Terminal
import Torch
import Workbench

/// `reverie verify`: seed, threads and instructions are those of the journal.
enum Verifier {
  static func run(_ file: String, _ options: Options) -> Int32 {
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

/// A start that cannot go on; what is wrong has been said.
enum ArgumentFailure: Error {
  case code(Int32)
}
