import Catalog
import Journal
import Language

/// `resume FILE`: the commands of a journal here, trainings from its snapshots as far as they reach.
enum Resume: SessionCommand {
  static let card = Card(
    "resume", "run a journal here, from its snapshots as far as they reach, and what it died in",
    operands: [SessionVerbs.file], example: "resume \"Sessions/journals/latest.journal\"",
    notes: "To go on in the journal itself, start with: reverie resume FILE.")

  static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    let file = arguments.text(0) ?? ""
    let resumption = try Resumption(file)
    try interpreter.session.answering(from: file) { () throws(Failure) in
      try interpreter.script(resumption.script, label: file)
    }
  }
}
