import Language
import Text

extension CommandContext {
  /// Runs the command that a line names.
  ///
  /// - Throws: `Diagnostic` if there is none; what the command throws.
  package func run(_ invocation: Invocation) throws -> (
    outcome: Outcome, type: any Command.Type, resolved: Invocation
  ) {
    guard let type = Commands.named(invocation.verb) else {
      throw Diagnostic(
        "there is no command '\(invocation.verb)'", at: invocation.verbSpan,
        suggestion: Spelling.suggestion(
          for: invocation.verb, among: Commands.all.map { $0.card.name }))
    }
    let arguments = try Arguments(invocation, card: type.card, values: Evaluator(workspace))
    return (try type.init(arguments).run(in: self), type, arguments.resolved)
  }
}
