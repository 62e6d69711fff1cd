import Catalog
import Figures
import Language
import Text

/// `explain TOPIC`: the idea, the formula, the cost, the source and commands to try.
struct Explain: Command {
  static let card = Card(
    "explain", "explain a method, measure or word and cite its paper", isJournaled: false,
    operands: [
      .init("topic", .text, "a method, network, data set, measure, scenario, word or live object")
    ],
    example: "explain generative-replay",
    notes: """
      Of a live object, explain also says what its own numbers show: what a learner forgot most, \
      which classes it confuses, and what its generator makes.
      """)

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let topic = arguments.text(0) ?? ""
    if let object = context.workspace[topic] { return try Self.explain(object, in: context) }
    guard let page = Self.page(topic) else {
      let names = context.workspace.objects.map(\.name)
      throw Diagnostic(
        "there is no explanation of '\(topic)'", at: arguments.span(0),
        suggestion: Spelling.suggestion(for: topic, among: HelpText.topics + names)
          ?? "apropos \(topic) searches the help")
    }
    return .text(page)
  }

  /// The page on a topic that no session is needed for; nil if there is none.
  static func page(_ topic: String) -> String? {
    if let entry = Commands.everyCard.first(where: { $0.card.name == topic }) {
      return page(entry.card, entry.kind)
    }
    return Glossary.entry(topic)?.page ?? offer(topic)
  }

  private static func page(_ card: Card, _ kind: Kind?) -> String {
    let method = card.explanation
    return [
      "\(card.name): \(card.summary).", method?.idea ?? "", card.notes,
      method.map { "formula:\n  \($0.formula.replacing("\n", with: "\n  "))" } ?? "",
      method.map { "cost: \($0.cost)" } ?? "",
      card.source.isEmpty ? "" : "source: \(card.source)",
      "try: " + tries(card, kind).joined(separator: "\n     "), "options: help \(card.name)",
    ].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// A result or view that belongs to some methods.
  private static func offer(_ name: String) -> String? {
    let owners = Commands.everyCard.filter { entry in
      (entry.card.results + entry.card.views).contains { $0.name == name }
    }
    guard let first = owners.first,
      let offer = (first.card.results + first.card.views).first(where: { $0.name == name })
    else { return nil }
    return "\(name): \(offer.help).\nof: " + owners.map(\.card.name).joined(separator: ", ")
      + "\ntry: explain \(first.card.name)"
  }

  /// Commands to try: the example, and what one does next.
  static func tries(_ card: Card, _ kind: Kind?) -> [String] {
    let example = card.example.split(separator: "\n").map(String.init)
    let name = example.last?.firstMatch(of: /^\w+ (\S+) =/).map { String($0.1) } ?? ""
    let next =
      switch kind {
      case .data: "show \(name)"
      case .model: "learner plain = finetune model=\(name)"
      case .generator: "learner ours = generative-replay model=net generator=\(name)"
      case .learner: "train \(name) on d steps=50"
      case nil: "help \(card.name)"
      }
    return example + [next]
  }

  /// What an object is, and what its own numbers say.
  private static func explain(
    _ object: any LiveObject, in context: CommandContext
  ) throws -> Outcome {
    let maker = object.declaration.verb
    var texts = ["\(object.name) is a \(object.kind.noun) (\(maker)): \(object.summary)."]
    if let learner = object as? LearnerObject {
      let key = context.workspace.key(.learner, learner.name)("explained")
      texts += try LearnerFindings(learner)?.lines(key: key) ?? []
    }
    let card = Declarations.cards(object.kind).first { $0.name == maker }
    if let idea = card?.explanation?.idea { texts.append("\(maker): \(idea)") }
    texts.append("More: explain \(maker), show \(object.name)")
    return .text(texts.joined(separator: "\n"))
  }
}
