import Catalog
import Language
import Text

/// `pin`: adds the last output to the journal and its exports.
struct Pin: Command {
  static let card = Card(
    "pin", "add the output of show, list or explain to the journal", blocks: .needing(1),
    operands: [
      .init("command", .text, optional: true, "the command to run: show, list, explain"),
      .init("what", .anything, optional: true, "what to show: an object, a field, a topic"),
    ],
    example: "pin show d",
    notes: """
      The output of commands such as show and list is not recorded; pinned output is, with its \
      figures, and so appears in exports. Without a command, pin adds what was shown last.
      """)

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    guard let look = try asked() ?? context.lastLook else {
      throw WorkbenchError("nothing has been shown yet: say what to pin, as in: pin show d")
    }
    var outcome = try context.run(look).outcome
    outcome.values = []
    outcome.keeping = .look
    outcome.line = "\(Self.card.name) \(look)"
    return outcome
  }

  /// The command named in the line itself.
  private func asked() throws(Diagnostic) -> Invocation? {
    guard let verb = arguments.text(0) else { return nil }
    let looks = Commands.all.filter { !$0.isJournaled }.map { $0.card.name }
    guard looks.contains(verb) else {
      throw Diagnostic(
        "'\(verb)' cannot be pinned", at: arguments.span(0),
        suggestion: Spelling.suggestion(for: verb, among: looks)
          ?? "choose from " + looks.joined(separator: ", "))
    }
    var look = arguments.resolved
    look.verb = verb
    look.verbSpan = look.arguments[0].span
    look.arguments.removeFirst()
    return look
  }
}
