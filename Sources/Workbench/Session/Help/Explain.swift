import Catalog
import Figures
import Language
import Text

/// `explain TOPIC`: the idea, the formula, the cost, the source and an example.
struct Explain: Command {
  static let card = Card(
    "explain", "explain a method and cite its paper", isJournaled: false,
    operands: [.init("topic", .text, "a method, network, data set, measure or command")],
    example: "explain generative-replay")

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let topic = arguments.text(0) ?? ""
    guard let card = Commands.everyCard.first(where: { $0.card.name == topic })?.card else {
      if let entry = Glossary.entry(topic) { return .text(entry.page) }
      throw Diagnostic(
        "there is no explanation of '\(topic)'", at: arguments.span(0),
        suggestion: Spelling.suggestion(for: topic, among: HelpText.topics))
    }
    let method = card.explanation
    let lines = [
      "\(card.name): \(card.summary).", method?.idea ?? "", card.notes,
      method.map { "formula:\n  \($0.formula.replacing("\n", with: "\n  "))" } ?? "",
      method.map { "cost: \($0.cost)" } ?? "",
      card.source.isEmpty ? "" : "source: \(card.source)",
      card.example.isEmpty ? "" : "try: \(card.example)", "options: help \(card.name)",
    ].filter { !$0.isEmpty }
    return .text(lines.joined(separator: "\n"))
  }
}
