import Catalog
import Learning
import Streams
import Testing

@testable import Language
@testable import Workbench

/// Every word has its page: the idea, the formula, the cost, the paper, commands to try.
@Suite struct ExplainTests {
  static let makers = Commands.everyCard.filter { entry in
    [.model, .generator, .learner].contains(entry.kind)
  }.map(\.card)

  @Test(arguments: makers.map(\.name))
  func `a method or network is explained whole`(name: String) throws {
    let card = try #require(Self.makers.first { $0.name == name })
    let explanation = try #require(card.explanation, "\(name) has no explanation")
    #expect(!explanation.idea.isEmpty && !explanation.formula.isEmpty && !explanation.cost.isEmpty)
    #expect(!card.source.isEmpty)
    let page = try #require(Explain.page(name))
    for part in ["formula:", "cost: ", "source: ", "try: "] {
      #expect(page.contains(part), "\(part)")
    }
  }

  @Test(arguments: Commands.everyCard.map { ($0.kind, $0.card) })
  func `every card offers two commands that parse`(kind: Kind?, card: Card) throws {
    let tries = Explain.tries(card, kind)
    #expect(tries.count >= 2)
    for line in tries { try Self.parses(line) }
  }

  @Test(
    arguments: Measures.all.map(\.name) + Scenario.allCases.map { "\($0.rawValue)-incremental" })
  func `a measure or scenario is explained whole`(name: String) throws {
    let entry = try #require(Glossary.entry(name), "\(name) is not explained")
    for part in [entry.summary, entry.idea, entry.formula, entry.cost, entry.source] {
      #expect(!part.isEmpty && !part.contains("\n"))
    }
  }

  @Test func `every word of the language is explained`() {
    for word in Words.statements + Kind.allCases.map(\.rawValue) {
      #expect(Explain.page(word) != nil, "\(word)")
    }
  }

  @Test(arguments: Glossary.all.map(\.name))
  func `an entry has an idea and two commands that parse`(name: String) throws {
    let entry = try #require(Glossary.entry(name))
    #expect(entry.name == name && !entry.idea.isEmpty && entry.tries.count >= 2)
    for line in entry.tries { try Self.parses(line) }
  }

  @Test func `no word has two entries`() {
    let words = Glossary.all.flatMap { [$0.name] + $0.aliases }
    #expect(Set(words).count == words.count)
  }

  private static func parses(_ line: String) throws {
    for parsed in try Parser.statements(in: line) {
      _ = try canonical(parsed.statement, in: Commands.vocabulary, lenient: false)
    }
  }

  @Test func `results and views of a method lead to it`() throws {
    let page = try #require(Explain.page("drift"))
    #expect(page.contains("of: dgm") && page.contains("explain dgm"))
  }

  @Test func `a trained learner's own numbers are told in sentences`() throws {
    let desk = try Desk()
    try desk.type(
      Lines.data, Lines.model, Lines.generator, Lines.learner, "explain ours", "explain d",
      "train ours on d steps=6 batch=8", "explain ours")
    let text = desk.shown.joined(separator: " ").split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(text.contains("of all test images so far correctly, after 2 of 2 experiences."))
    #expect(text.contains("Its generator makes: ") && text.contains("100 images"))
    #expect(text.contains("d is a data set (glyphs)"))
  }

  @Test func `of a conditional generator the worst class is told`() throws {
    let desk = try Desk()
    try desk.type(
      Lines.data, "learner w = dgm\(Lines.options("dgm"))", "train w on d steps=2 batch=8",
      "explain w")
    let text = desk.shown.joined(separator: " ")
    #expect(text.contains("Its generator's"))
    #expect(text.contains("drift = 0"))
  }
}
