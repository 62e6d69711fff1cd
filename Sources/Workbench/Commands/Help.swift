import Catalog
import Figures
import Language

/// `help [TOPIC]`: what can be typed.
struct Help: Command {
  static let card = Card(
    "help", "tell what can be typed",
    operands: [
      .init("topic", .text, optional: true, "a command, a kind, a maker, 'language' or 'keys'")
    ],
    example: "help train", elsewhere: ["man", "usage"])
  static let isJournaled = false

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    guard let topic = arguments.text(0) else { return Outcome(figures: HelpText.overview) }
    if topic == "language" { return .text(HelpText.language) }
    if let page = context.manual[topic] { return Outcome(figures: [.table(page)]) }
    let cards = WordList.everyCard.filter { $0.card.name == topic }
    if !cards.isEmpty {
      return Outcome(figures: cards.flatMap { HelpText.page($0.card, kind: $0.kind) })
    }
    if let object = context.workspace[topic] { return Outcome(figures: try object.portrait()) }
    if let kind = Kind(rawValue: topic) {
      let rows = Declarations.cards(kind).map { [Table.Cell.text($0.name), .text($0.summary)] }
      return Outcome(figures: [.table(Table(header: ["\(topic) NAME = ...", ""], rows: rows))])
    }
    throw Diagnostic(
      "there is no help on '\(topic)'", at: arguments.span(0),
      suggestion: Spelling.suggestion(for: topic, among: WordList.everyCard.map(\.card.name))
        ?? "see: help")
  }
}
