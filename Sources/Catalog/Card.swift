/// The description of a command or maker; parser, completion, hints, help and checks read it.
package struct Card: Sendable {
  /// What a command takes without a name before it, in order.
  package struct Operand: Sendable {
    package let name: String
    package let domain: Domain
    package let isOptional: Bool
    package let help: String

    package init(_ name: String, _ domain: Domain, optional: Bool = false, _ help: String) {
      (self.name, self.domain, self.isOptional, self.help) = (name, domain, optional, help)
    }
  }

  /// A named result or view.
  package struct Offer: Sendable, Equatable {
    package let name: String
    /// One line, without a full stop.
    package let help: String

    package init(_ name: String, _ help: String) { (self.name, self.help) = (name, help) }
  }

  /// What `explain` adds to the summary of a method or network.
  package struct Explanation: Sendable {
    /// The idea in a few sentences.
    package let idea: String
    /// Losses and updates as the code computes them, one a line.
    package let formula: String
    /// Computation of a step and memory, compared with plain fine-tuning.
    package let cost: String

    package init(idea: String, formula: String, cost: String) {
      (self.idea, self.formula, self.cost) = (idea, formula, cost)
    }
  }

  /// What a command acts on.
  package enum Scope: Sendable, Equatable {
    /// Live objects.
    case objects
    /// The session itself, or files; no journal keeps it.
    case session
    /// A lesson; no journal keeps it, and where a beginning of a word is ambiguous, other commands
    /// are meant.
    case lesson
  }

  /// Whether a command may be inside a block.
  package enum BlockUse: Sendable, Equatable {
    case refused, allowed
    /// With this many operands at least.
    case needing(Int)
  }

  package let name: String
  /// One line, without a full stop.
  package let summary: String
  package let scope: Scope
  /// Whether the journal keeps the command.
  package let isJournaled: Bool
  package let blocks: BlockUse
  package let operands: [Operand]
  /// What follows `on`, `from`, `to`, `with` or `as`; the operand's name is the preposition.
  package let prepositions: [Operand]
  package private(set) var parameters: [any ParameterDescription]
  /// Options that are accepted with a warning and have no effect, as older files may hold them.
  package private(set) var ignored: [any ParameterDescription]
  /// What a declaration notes about what it names, such as the digest of a file; kept with the object,
  /// and nobody writes it.
  package let kept: [any ParameterDescription]
  /// Results besides those that all objects of its kind have, as `NAME.result`.
  package let results: [Offer]
  /// What `plot NAME.view` and `show NAME.view` display.
  package let views: [Offer]
  /// One or more lines that run as they stand.
  package let example: String
  /// What other programs call a command; typing one of these suggests the command's name.
  package let elsewhere: [String]
  /// The paper, data set or program that this comes from.
  package let source: String
  /// More to say in `help`: paragraphs of prose.
  package let notes: String
  /// How a method works.
  package let explanation: Explanation?
  /// Whether a session defined it, so that another definition may replace it.
  package let isDefined: Bool
  /// Whether options that are not listed are taken too; the command reads them for itself.
  package let takesAnyOption: Bool

  /// By default a command on objects is journaled and may be in a block, one on the session not.
  package init(
    _ name: String, _ summary: String, scope: Scope = .objects, isJournaled: Bool? = nil,
    blocks: BlockUse? = nil, operands: [Operand] = [], prepositions: [Operand] = [],
    parameters: [any ParameterDescription] = [], results: [Offer] = [], views: [Offer] = [],
    example: String = "", elsewhere: [String] = [], source: String = "", notes: String = "",
    takesAnyOption: Bool = false, isDefined: Bool = false,
    ignored: [any ParameterDescription] = [], explanation: Explanation? = nil,
    kept: [any ParameterDescription] = []
  ) {
    (self.explanation, self.kept) = (explanation, kept)
    self.ignored = ignored
    (self.scope, self.isJournaled) = (scope, isJournaled ?? (scope == .objects))
    self.blocks = blocks ?? (scope == .objects ? .allowed : .refused)
    (self.takesAnyOption, self.isDefined) = (takesAnyOption, isDefined)
    (self.name, self.summary, self.operands) = (name, summary, operands)
    (self.prepositions, self.parameters, self.example) = (prepositions, parameters, example)
    (self.results, self.views) = (results, views)
    (self.elsewhere, self.source, self.notes) = (elsewhere, source, notes)
  }

  /// The number of required operands.
  package var neededOperands: Int { operands.count { !$0.isOptional } }

  /// The parameter of this name, or of which it is an alias.
  package func parameter(_ name: String) -> (any ParameterDescription)? {
    parameters.first { $0.name == name } ?? parameters.first { $0.aliases.contains(name) }
      ?? ignored.first { $0.name == name }
  }

  /// The card with these parameters before its own, and with ignored options.
  package func adding(
    _ more: [any ParameterDescription], ignoring ignored: [any ParameterDescription] = []
  ) -> Card {
    var card = self
    card.parameters = more + parameters
    card.ignored += ignored
    return card
  }
}

/// A type that a user can name at the prompt.
package protocol Cataloged: SendableMetatype {
  static var card: Card { get }
}
