/// What may be written at the cursor, judged from the text before it.
package struct CompletionContext: Sendable, Equatable {
  /// The command or maker that the cursor's arguments belong to, as typed.
  package struct Head: Sendable, Equatable {
    /// The kind before a maker; nil for a command.
    package var kind: String?
    /// The command or maker.
    package var word: String

    /// Makes a head.
    package init(kind: String? = nil, word: String) {
      (self.kind, self.word) = (kind, word)
    }
  }

  /// What belongs at the cursor.
  package enum Place: Sendable, Equatable {
    /// A command, a kind or a keyword.
    case command
    /// A topic of help, after `?`.
    case topic
    /// A name that does not exist yet.
    case newName
    /// The maker of a new object of this kind.
    case maker(kind: String)
    /// A value by its place, an option's name or a preposition; `given` are the options so far.
    case argument(Head, given: [String])
    /// One more value of a list that stands by its place.
    case operand(Head)
    /// The value of an option.
    case option(Head, name: String)
    /// The value after a preposition.
    case preposition(Head, word: String)
    /// An operand of an expression.
    case expression
    /// The value of `let`, `param`, `for` or `repeat`.
    case value
    /// Exactly this word.
    case keyword(String)
    /// Nothing, as in a comment or directly after closed text.
    case nothing
  }

  /// How the word at the cursor began.
  package enum Writing: Sendable, Equatable {
    /// As a plain word, or not yet.
    case word
    /// With `$`.
    case variable
    /// With a quote that is not closed.
    case text
    /// As a path without quotes.
    case path
  }

  /// What belongs at the cursor.
  package var place: Place
  /// How the word at the cursor began.
  package var writing: Writing
  /// What is typed of it, without `$` or quote.
  package var prefix: String
  /// Where the prefix begins, in scalars.
  package var replaceFrom: Int

  /// Makes a context.
  package init(place: Place, writing: Writing = .word, prefix: String, replaceFrom: Int) {
    (self.place, self.writing) = (place, writing)
    (self.prefix, self.replaceFrom) = (prefix, replaceFrom)
  }

  /// The context at `cursor`, in scalars of `text`; what is after the cursor does not count.
  package init(in text: String, cursor: Int) {
    let scalars = Array(text.unicodeScalars.prefix(max(0, cursor)))
    let scan = CompletionScan(Lexer(scalars: scalars))
    self = scan.context
  }
}

extension Vocabulary {
  /// The words of the language that fit, in the order to show them; objects are not among them.
  ///
  /// Options end in `=`; names of objects, files and topics are the caller's to add.
  package func proposals(for context: CompletionContext) -> [String] {
    guard context.writing == .word else { return [] }
    return words(for: context.place).filter { $0.hasPrefix(context.prefix) }
  }

  private func words(for place: CompletionContext.Place) -> [String] {
    switch place {
    case .command:
      return (verbs.map(\.name) + kinds.map(\.word) + Words.statements).sorted()
    case .maker(let kind):
      return matchedKind(kind)?.makers.map(\.name).sorted() ?? []
    case .argument(let head, let given):
      guard let card = card(kind: head.kind, word: head.word) else { return [] }
      return card.parameters.map(\.name).filter { !given.contains($0) }.map { $0 + "=" }
        + card.prepositions.map(\.name)
    case .option(let head, let name):
      guard
        case .choice(let words)? = card(kind: head.kind, word: head.word)?.parameter(name)?.domain
      else { return [] }
      return words
    case .keyword(let word): return [word]
    default: return []
    }
  }
}
