import Catalog
import Figures
import Language
import Text

/// `apropos WORD`: every help topic that mentions a word.
struct Apropos: Command {
  static let card = Card(
    "apropos", "search the help for a word", isJournaled: false,
    operands: [.init("word", .text, "a word, the beginning of one, or several words in quotes")],
    example: "apropos replay",
    notes: """
      Searches names, summaries, options, results, views and notes of all commands, makers and \
      help pages. Several words must all be found. Topics whose name matches come first.
      """)

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let sought = arguments.text(0) ?? ""
    let words = sought.lowercased().split(separator: " ").map(String.init)
    let topics = Commands.everyCard.map { Topic($0.card, $0.kind) } + Topic.pages(context)
    let found = topics.compactMap { topic in topic.place(of: words).map { (topic, $0) } }
    guard !words.isEmpty, !found.isEmpty else {
      throw Diagnostic(
        "no help topic mentions '\(sought)'", at: arguments.span(0),
        suggestion: Spelling.suggestion(for: sought, among: HelpText.topics)
          ?? "see: help")
    }
    let sorted = (0...2).flatMap { rank in found.filter { $0.1.rank == rank } }
    let rows = sorted.map { topic, place -> [Table.Cell] in
      [.text(topic.title), .text(place.line ?? topic.summary)]
    }
    return Outcome(figures: [
      .table(Table(header: ["help on", ""], rows: rows)),
      .text("More: help \(sorted[0].0.name)."),
    ])
  }
}

extension Apropos {
  /// A page of help as it is searched.
  private struct Topic {
    let name: String
    let title: String
    let summary: String
    /// What else the page says, line by line.
    var lines: [String] = []

    init(_ card: Card, _ kind: Kind?) {
      (name, summary) = (card.name, card.summary)
      title = (kind.map { $0.rawValue + " " } ?? "") + card.name
      lines = card.parameters.map { "\($0.name)= \($0.help)" }
      lines += (card.operands + card.prepositions).map { "\($0.name): \($0.help)" }
      lines += (card.results + card.views).map { "\($0.name): \($0.help)" }
      lines += card.notes.split(separator: "\n").map(String.init)
      lines +=
        card.elsewhere.isEmpty ? [] : ["elsewhere: " + card.elsewhere.joined(separator: ", ")]
      lines += card.source.isEmpty ? [] : [card.source]
    }

    private init(page name: String, _ summary: String, _ lines: [String]) {
      (self.name, title, self.summary, self.lines) = (name, name, summary, lines)
    }

    /// The pages that belong to no card.
    static func pages(_ context: CommandContext) -> [Topic] {
      let language = HelpText.language.map { "\($0.example)  \($0.meaning)" }
      let others = context.manual.sorted { $0.key < $1.key }.map { name, table in
        Topic(
          page: name, "the page about \(name)",
          table.rows.map { $0.map(\.string).joined(separator: ": ") })
      }
      let glossary = Glossary.all.map { entry in
        Topic(
          page: entry.name, entry.summary, entry.page.split(separator: "\n").map(String.init))
      }
      return [Topic(page: "language", "the syntax of the language", language)] + glossary + others
    }

    /// Where all of `words` are found: 0 in the name, 1 in the summary, 2 in a line.
    func place(of words: [String]) -> (rank: Int, line: String?)? {
      func holds(_ text: String) -> Bool {
        let found = text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "-" }
          .flatMap { [$0] + $0.split(separator: "-") }
        return words.allSatisfy { word in
          found.contains { $0 == word || $0.hasPrefix(word) && word.count > 3 }
        }
      }
      if holds(title) { return (0, nil) }
      if holds(title + " " + summary) { return (1, nil) }
      if let line = lines.first(where: holds) { return (2, line) }
      return holds(([title, summary] + lines).joined(separator: " ")) ? (2, nil) : nil
    }
  }
}
