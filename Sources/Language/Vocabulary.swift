/// What one command or maker takes.
package struct Form: Sendable, Equatable {
  /// How many values it takes by their place; a list counts once.
  package var operands: ClosedRange<Int>
  /// How many it takes inside of a block; nil if it cannot stand in one.
  package var operandsInBlocks: ClosedRange<Int>?
  /// The names that may stand in front of `=`.
  package var options: [String]
  /// The prepositions it takes.
  package var prepositions: [String]
  /// The words that an option takes, for options that take nothing else.
  package var choices: [String: [String]]
  /// Whether other options may stand there too.
  package var takesAnyOption: Bool
  /// What other programs call it.
  package var elsewhere: [String]

  /// Makes a form; by default it takes nothing.
  package init(
    operands: ClosedRange<Int> = 0...0, options: [String] = [], prepositions: [String] = [],
    choices: [String: [String]] = [:], takesAnyOption: Bool = false, elsewhere: [String] = []
  ) {
    (self.takesAnyOption, self.elsewhere) = (takesAnyOption, elsewhere)
    (self.operands, operandsInBlocks, self.options) = (operands, operands, options)
    (self.prepositions, self.choices) = (prepositions, choices)
  }
}

/// The words of the language that have a meaning: commands, kinds of objects and their makers.
package struct Vocabulary: Sendable, Equatable {
  /// By kind, then by maker.
  package var kinds: [String: [String: Form]]
  /// By command.
  package var verbs: [String: Form]

  /// Makes a vocabulary.
  package init(kinds: [String: [String: Form]], verbs: [String: Form]) {
    (self.kinds, self.verbs) = (kinds, verbs)
  }

  /// What a command takes, or a maker if there is a kind; unique beginnings of words will do.
  package func form(kind: String? = nil, word: String) -> Form? {
    guard let kind else { return Vocabulary.match(word, in: verbs) }
    return Vocabulary.match(kind, in: kinds).flatMap { Vocabulary.match(word, in: $0) }
  }

  /// The makers of the kind that is meant.
  func matchedKind(_ kind: String) -> [String: Form]? {
    Vocabulary.match(kind, in: kinds)
  }

  private static func match<Entry>(_ word: String, in entries: [String: Entry]) -> Entry? {
    if let entry = entries[word] { return entry }
    let candidates = entries.filter { $0.key.hasPrefix(word) }
    return candidates.count == 1 ? candidates.first?.value : nil
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
