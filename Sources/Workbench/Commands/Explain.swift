import Catalog
import Figures
import Language

/// `explain TOPIC`: the idea, the source and something to try.
struct Explain: Command {
  static let card = Card(
    "explain", "tell the idea and the source of a method, network or data set",
    operands: [.init("topic", .text, "a maker or command")], example: "explain generative-replay")
  static let isJournaled = false

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let topic = arguments.text(0) ?? ""
    guard let found = WordList.everyCard.first(where: { $0.card.name == topic }) else {
      throw Diagnostic(
        "there is nothing to explain under '\(topic)'", at: arguments.span(0),
        suggestion: Spelling.suggestion(for: topic, among: WordList.everyCard.map(\.card.name)))
    }
    let card = found.card
    let lines = [
      "\(card.name): \(card.summary).", card.notes,
      card.source.isEmpty ? "" : "source: \(card.source)",
      card.example.isEmpty ? "" : "try: \(card.example)", "more: help \(card.name)",
    ].filter { !$0.isEmpty }
    return .text(lines.joined(separator: "\n"))
  }
}
