import Catalog
import Figures
import Language

/// `help [TOPIC]`: the help pages.
struct Help: Command {
  static let card = Card(
    "help", "show this help", isJournaled: false,
    operands: [
      .init(
        "topic", .text, optional: true, "a command, a maker, an object or a word of the language")
    ],
    example: "help train", elsewhere: ["man", "usage"])

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in workspace: Workspace) throws -> Outcome {
    guard let topic = arguments.text(0) else { return Outcome(figures: HelpText.overview) }
    if let page = workspace.manual[topic] { return Outcome(figures: [.table(page)]) }
    if let figures = HelpText.topic(topic) { return Outcome(figures: figures) }
    if let object = workspace[topic] { return Outcome(figures: try object.portrait()) }
    throw Diagnostic(
      "there is no help on '\(topic)'", at: arguments.span(0),
      suggestion: Spelling.suggestion(for: topic, among: HelpText.topics)
        ?? "apropos \(topic) searches the help")
  }
}

/// `explain TOPIC`: the idea, the source and something to try.
struct Explain: Command {
  static let card = Card(
    "explain", "explain a method and cite its paper", isJournaled: false,
    operands: [.init("topic", .text, "a method, network, data set, measure or command")],
    example: "explain generative-replay")

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in workspace: Workspace) throws -> Outcome {
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
