import Catalog
import Figures
import Language
import Text

/// `help [TOPIC]`: the help pages.
struct Help: Command {
  static let card = Card(
    "help", "show this help", isJournaled: false,
    operands: [
      .init(
        "topic", .text, optional: true,
        "a command, method, network, data set, object or word of the language")
    ],
    example: "help train", elsewhere: ["man", "usage"])

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    guard let topic = arguments.text(0) else { return Outcome(figures: HelpText.overview) }
    if let page = context.manual[topic] { return Outcome(figures: [.table(page)]) }
    if let figures = HelpText.topic(topic) { return Outcome(figures: figures) }
    if let definition = context.workspace.definitions[topic] {
      return .text("\(Statement.definition(definition, .nowhere))")
    }
    if let object = context.workspace[topic] { return Outcome(figures: try object.portrait()) }
    throw Diagnostic(
      "there is no help on '\(topic)'", at: arguments.span(0),
      suggestion: Spelling.suggestion(for: topic, among: HelpText.topics)
        ?? "apropos \(topic) searches the help")
  }
}
