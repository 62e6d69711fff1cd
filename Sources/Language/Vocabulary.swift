import Catalog
import Text

/// The words that have a meaning: commands, kinds of objects and their makers, each with its card.
package struct Vocabulary: Sendable {
  /// A kind of object and what can make one.
  package struct Kind: Sendable {
    package let word: String
    package let makers: [Card]
    private let byName: [String: Card]

    package init(_ word: String, _ makers: [Card]) {
      (self.word, self.makers) = (word, makers)
      byName = Dictionary(makers.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The card of a maker.
    package subscript(_ name: String) -> Card? { byName[name] }
  }

  /// In the order in which help lists them.
  package let kinds: [Kind]
  /// In the order in which help lists them.
  package let verbs: [Card]
  private let verbByName: [String: Card]
  /// Names of objects, which are no commands.
  let objects: [String]

  package init(kinds: [Kind], verbs: [Card], objects: [String] = []) {
    (self.kinds, self.verbs, self.objects) = (kinds, verbs, objects)
    verbByName = Dictionary(verbs.map { ($0.name, $0) }) { first, _ in first }
  }

  /// The card of a command.
  package func verb(_ name: String) -> Card? { verbByName[name] }

  /// The kind of this name.
  package func kind(_ name: String) -> Kind? { kinds.first { $0.word == name } }

  /// Every card, with the kind that is before it in a declaration if it is a maker.
  package var everyCard: [(kind: String?, card: Card)] {
    verbs.map { (nil, $0) } + kinds.flatMap { kind in kind.makers.map { (kind.word, $0) } }
  }

  /// The commands of lessons, which give way to others in abbreviations.
  var lessonWords: [String] { verbs.filter { $0.scope == .lesson }.map(\.name) }

  /// The card of a command, or of a maker if there is a kind; unique beginnings of words will do.
  package func card(kind: String? = nil, word: String) -> Card? {
    guard let kind else {
      return Self.match(word, in: verbs, named: \.name, rare: lessonWords)
    }
    return matchedKind(kind).flatMap { Self.match(word, in: $0.makers, named: \.name) }
  }

  /// The kind that is meant.
  func matchedKind(_ word: String) -> Kind? { Self.match(word, in: kinds, named: \.word) }

  private static func match<Entry>(
    _ word: String, in entries: [Entry], named name: (Entry) -> String, rare: [String] = []
  ) -> Entry? {
    if let entry = entries.first(where: { name($0) == word }) { return entry }
    let candidates = entries.filter { name($0).hasPrefix(word) }
    let meant = Spelling.only(candidates.map(name), rare: rare)
    return candidates.first { name($0) == meant }
  }
}

/// The statement with every word checked against the vocabulary and written in full.
///
/// In blocks too. Strictly, as in files, words must be exact. With `lenient`, as at the prompt,
/// unique beginnings of commands, kinds, makers, options and choices are completed, `split 5`
/// becomes `split=5`, and `data d=digits` becomes `data d = digits`. Spans stay those of the source.
/// Throws at the first word that does not belong, with the nearest word or the choices.
package func canonical(
  _ statement: Statement, in vocabulary: Vocabulary, lenient: Bool
) throws(Diagnostic) -> Statement {
  try Resolver(vocabulary: vocabulary, isLenient: lenient).statement(statement)
}
