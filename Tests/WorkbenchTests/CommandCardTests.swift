import Catalog
import Figures
import Language
import Learning
import Models
import Streams
import Testing
import Torch

@testable import Workbench

/// What every card promises, and that adding a thing is one file and one line.
@Suite struct CommandCardTests {
  /// A card with the kind of object that it makes, if it makes one.
  struct Entry: CustomTestStringConvertible, Sendable {
    let kind: Kind?
    let card: Card
    var testDescription: String { (kind.map { $0.rawValue + " " } ?? "") + card.name }
  }

  static let entries = Commands.everyCard.map { Entry(kind: $0.kind, card: $0.card) }

  @Test(arguments: entries)
  func `a card says in one line what it is for`(entry: Entry) {
    let summary = entry.card.summary
    #expect(!summary.isEmpty && !summary.contains("\n") && !summary.hasSuffix("."))
    for parameter in entry.card.parameters {
      #expect(!parameter.help.isEmpty && !parameter.help.contains("\n"))
      if let fallback = parameter.fallbackSetting, parameter.domain != .anything {
        #expect(parameter.domain.accepting(fallback) != nil, "\(parameter.name)=\(fallback)")
      }
    }
    for operand in entry.card.operands + entry.card.prepositions {
      #expect(!operand.help.isEmpty)
    }
    if entry.kind != nil { #expect(!entry.card.source.isEmpty) }
  }

  @Test(arguments: entries)
  func `an example parses, resolves and is spelled as it is printed`(entry: Entry) throws {
    #expect(!entry.card.example.isEmpty)
    let statements = try Parser.statements(in: entry.card.example)
    #expect(!statements.isEmpty)
    for parsed in statements {
      let strict = try canonical(parsed.statement, in: Commands.vocabulary, lenient: false)
      let lenient = try canonical(parsed.statement, in: Commands.vocabulary, lenient: true)
      #expect(strict == lenient && strict == parsed.statement)
      let printed = try Parser.statements(in: strict.description)
      #expect(printed.map(\.statement) == [strict])
    }
    #expect(entry.card.example.contains(entry.card.name))
  }

  @Test(arguments: [("tr", "train"), ("hi", "history"), ("sk", "skip"), ("try", "try")])
  func `words of lessons give way to others in abbreviations`(typed: String, verb: String) throws {
    #expect(Commands.vocabulary.card(word: typed)?.name == verb)
    let line = try Parser.statements(in: typed + (verb == "train" ? " ours on d" : ""))[0].statement
    let meant = try canonical(line, in: Commands.vocabulary, lenient: true)
    #expect(meant.description.hasPrefix(verb))
  }

  @Test func `a word of other programs means one command and is no command itself`() {
    let words = Commands.vocabulary.verbs.flatMap(\.elsewhere)
    #expect(Set(words).count == words.count)
    let ours = Set(Self.entries.map(\.card.name) + Kind.allCases.map(\.rawValue))
    #expect(ours.isDisjoint(with: words))
    #expect(words.contains("exit"))
  }

  @Test(arguments: entries)
  func `options of an example are taken by the card`(entry: Entry) throws {
    for parsed in try Parser.statements(in: entry.card.example) {
      guard case .invocation(let invocation) = parsed.statement,
        invocation.verb == entry.card.name
      else { continue }
      _ = try Arguments(invocation, card: entry.card, values: Evaluator(Desk().workspace))
    }
  }

  @Test(arguments: entries)
  func `names of options, operands and prepositions do not clash`(entry: Entry) {
    let card = entry.card
    let options = card.parameters.map(\.name)
    #expect(Set(options).count == options.count)
    let prepositions = card.prepositions.map(\.name)
    #expect(Set(prepositions).isSubset(of: ["on", "from", "to", "with", "as", "then"]))
    #expect(Set(prepositions).count == prepositions.count)
    // An operand that may be left out is after those that may not.
    let firstOptional = card.operands.firstIndex(where: \.isOptional) ?? card.operands.count
    #expect(!card.operands[firstOptional...].contains { !$0.isOptional })
  }

  @Test func `no two commands and no two makers of a kind share a name`() {
    let verbs = Self.entries.filter { $0.kind == nil }.map(\.card.name)
    #expect(Set(verbs).count == verbs.count)
    #expect(Set(verbs).isDisjoint(with: Kind.allCases.map(\.rawValue)))
    for kind in Kind.allCases {
      let makers = Self.entries.filter { $0.kind == kind }.map(\.card.name)
      #expect(!makers.isEmpty && Set(makers).count == makers.count)
    }
  }

  static let styles = [
    TextStyle(columns: 80, colours: false, unicode: true, trueColour: false),
    TextStyle(columns: 20, colours: false, unicode: false, trueColour: false),
  ]

  @Test(arguments: entries)
  func `help shows the summary, the usage and every option`(entry: Entry) throws {
    let desk = try Desk()
    try desk.type("help \(entry.card.name)")
    let lines = desk.shown
    let text = lines.joined(separator: "\n")
    #expect(text.contains(entry.card.summary))
    let usage = HelpText.usage(entry.card, entry.kind)
    #expect(text.contains(usage))
    for parameter in entry.card.parameters { #expect(text.contains(parameter.name + "=")) }
    for example in entry.card.example.split(separator: "\n") { #expect(text.contains(example)) }
    for style in Self.styles {
      for figure in HelpText.page(entry.card, kind: entry.kind) {
        #expect(!figure.lines(style).isEmpty)
      }
    }
    try desk.type("explain \(entry.card.name)", "?\(entry.card.name)")
  }

  @Test func `help alone names every command and every maker`() throws {
    let desk = try Desk()
    try desk.type("help")
    let text = desk.shown.joined(separator: "\n")
    for entry in Self.entries { #expect(text.contains(entry.card.name)) }
    try desk.type("help language", "?")
    for kind in Kind.allCases { try desk.type("help \(kind.rawValue)") }
  }

  @Test(arguments: Commands.all.map { $0.card.name })
  func `the journal keeps what changes objects or gives results`(name: String) throws {
    let looking: Set<String> = ["show", "list", "status", "help", "explain", "apropos"]
    let type = try #require(Commands.named(name))
    #expect(type.isJournaled == !looking.contains(name))
  }

  @Test func `a learner is added with one type and one line`() throws {
    let all = Registry<any Learner.Type>(
      "learner",
      Learners.all.entries.map { ($0.card, $0.maker) } + [(Guess.card, Guess.self)])
    #expect(all.names == Learners.all.names + ["guess"])
    let entry = try #require(all["guess"])
    let stream = try Datasets.stream(
      "glyphs", Settings(["figures": .integer(4), "split": .integer(2), "train": .integer(4)]),
      in: DataDirectory("/nowhere"))
    let key = RandomKey(seed: 1)
    let learner = try entry.maker.init(
      Settings(),
      parts: Parts(
        classifier: Blueprint(card: MLP.card, maker: MLP.self, key: key),
        generator: Blueprint(card: VAE.card, maker: VAE.self, key: key), shape: stream.shape,
        scenario: stream.scenario, outputs: stream.headSize, key: key))
    let run = try LearningRun(learner, on: stream, key: key)
    let summary = try run.advance(
      Budget(batch: 4), until: 2, clock: { 0 }, shouldStop: { false }, report: { _ in })
    #expect(summary.steps == 4 && run.isFinished)
    // It always says the first class, one of four in the end.
    #expect(run.matrix.last == 0.25)
    #expect(run.matrix.forgetting == 0)
  }
}

/// The smallest learner there can be: everything is of the first class.
private final class Guess: Learner {
  static let card = Card("guess", "say the first class", example: "learner l = guess")

  private let outputs: Int

  init(_ settings: Settings, parts: Parts) throws { outputs = parts.outputs }

  func observe(_ batch: Batch) throws -> Losses { Losses(["current": 0]) }

  func scores(_ inputs: Tensor) throws -> Tensor {
    let row = [1.0] + [Double](repeating: 0, count: outputs - 1)
    return try Tensor(row, shape: [1, outputs]) * Tensor.ones([inputs.shape[0], 1])
  }

  var state: LearnerState { LearnerState(stores: [], optimizers: []) }
}

extension Desk {
  /// The lines of all figures that were shown.
  var shown: [String] {
    let style = TextStyle(columns: 200, colours: false, unicode: true, trueColour: false)
    return events.flatMap { event -> [String] in
      switch event {
      case .end(_, let result): return result.outcome.figures.flatMap { $0.lines(style) }
      case .look(let figures): return figures.flatMap { $0.lines(style) }
      case .begin, .prose, .done: return []
      }
    }
  }
}
