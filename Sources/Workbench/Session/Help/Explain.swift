import Catalog
import Figures
import Language
import Text

/// `explain TOPIC`: the idea, the source and something to try.
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
    let method = Glossary.methods[topic]
    let lines = [
      "\(card.name): \(card.summary).", method?.idea ?? "", card.notes,
      method.map { "formula: \($0.formula)" } ?? "",
      card.source.isEmpty ? "" : "source: \(card.source)",
      card.example.isEmpty ? "" : "try: \(card.example)", "options: help \(card.name)",
    ].filter { !$0.isEmpty }
    return .text(lines.joined(separator: "\n"))
  }
}
