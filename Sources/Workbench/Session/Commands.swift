import Catalog
import Language

/// The one registry of commands, in the order in which help lists them.
///
/// A new command is one file with a type of `Command` or `SessionCommand` and one line here.
package enum Commands {
  /// Those that act on live objects.
  package static let all: [any Command.Type] = [
    Train.self, Change.self, Eval.self, Compare.self, Plot.self, Sample.self, Interpolate.self,
    Show.self, List.self, Save.self, Load.self, Rename.self, Delete.self, Mark.self, Back.self,
    Undo.self, Redo.self, Note.self, Pin.self, Status.self,
    Vary.self, Experiment.self, Help.self, Explain.self, Apropos.self,
  ]

  /// Those that act on the session or on files.
  package static let session: [any SessionCommand.Type] = [
    Run.self, Verify.self, Accept.self, Step.self, Check.self, Resume.self, Diff.self, Export.self,
    Serve.self, Rerun.self, History.self, JournalPlace.self, Preference.self, StartLesson.self,
    NextStep.self,
    Hint.self, SkipStep.self, Trial.self, LessonOverview.self, LeaveLesson.self, Grade.self,
    Quit.self,
  ]

  /// The command on objects of this name.
  package static func named(_ verb: String) -> (any Command.Type)? {
    all.first { $0.card.name == verb }
  }

  /// The command on the session of this name.
  package static func session(_ verb: String) -> (any SessionCommand.Type)? {
    session.first { $0.card.name == verb }
  }

  /// Every card by scope: what parser, completion, checks and help read.
  package static let vocabulary = Vocabulary(
    kinds: Declarations.vocabulary.kinds,
    verbs: all.map { $0.card } + session.map { $0.card })

  /// The card of a command or maker.
  package static func card(_ name: String) -> Card? {
    vocabulary.verb(name) ?? everyCard.first { $0.card.name == name }?.card
  }

  /// Every card with the kind that is before it in a declaration, if it is a maker.
  package static let everyCard: [(kind: Kind?, card: Card)] = vocabulary.everyCard.map {
    ($0.kind.flatMap(Kind.init), $0.card)
  }
}

extension Commands {
  /// The declaration with its words checked, where they were not known when it was read.
  ///
  /// - Throws: `Diagnostic` at a word that does not belong, or a name that is taken.
  static func checked(
    _ invocation: Invocation, _ binding: Binding, in workspace: Workspace
  ) throws(Diagnostic) -> Invocation {
    let parts = binding.name.split(separator: ".")
    if parts.count > 1, let owner = workspace[String(parts[0])] {
      throw Diagnostic(
        "'\(binding.name)' would be a field of the \(owner.kind.noun) '\(owner.name)'",
        at: binding.nameSpan, suggestion: "choose another name")
    }
    guard
      case .invocation(let checked) = try canonical(
        .invocation(invocation), in: vocabulary, lenient: false)
    else { return invocation }
    return checked
  }
}
