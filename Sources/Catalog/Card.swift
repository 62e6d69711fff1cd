/// How a thing describes itself, once; parser, completion, hints, help and checks all read it.
package struct Card: Sendable {
  /// What a command takes without a name in front of it, in order.
  package struct Operand: Sendable {
    package let name: String
    package let domain: Domain
    package let isOptional: Bool
    package let help: String

    package init(_ name: String, _ domain: Domain, optional: Bool = false, _ help: String) {
      (self.name, self.domain, self.isOptional, self.help) = (name, domain, optional, help)
    }
  }

  /// Something that the thing offers under a name of its own: a result or a view.
  package struct Offer: Sendable, Equatable {
    package let name: String
    /// One line, without a full stop.
    package let help: String

    package init(_ name: String, _ help: String) { (self.name, self.help) = (name, help) }
  }

  package let name: String
  /// One line, without a full stop.
  package let summary: String
  package let operands: [Operand]
  /// What follows `on`, `from`, `to`, `with` or `as`; the operand's name is the preposition.
  package let prepositions: [Operand]
  package let parameters: [any ParameterDescription]
  /// Options that are accepted with a warning and have no effect, as older files may hold them.
  package let ignored: [any ParameterDescription]
  /// Numbers that it gives besides those that all of its kind give, as `NAME.result`.
  package let results: [Offer]
  /// What can be looked at by `plot NAME.view` and `show NAME.view`.
  package let views: [Offer]
  /// One or more lines that run as they stand.
  package let example: String
  /// What other programs call a command: who types it is told the name.
  package let elsewhere: [String]
  /// The paper, data set or program that this comes from.
  package let source: String
  /// More to say in `help`: paragraphs of prose.
  package let notes: String
  /// Whether options that are not listed are taken too; the command reads them for itself.
  package let takesAnyOption: Bool

  package init(
    _ name: String, _ summary: String, operands: [Operand] = [], prepositions: [Operand] = [],
    parameters: [any ParameterDescription] = [], results: [Offer] = [], views: [Offer] = [],
    example: String = "", elsewhere: [String] = [], source: String = "", notes: String = "",
    takesAnyOption: Bool = false, ignored: [any ParameterDescription] = []
  ) {
    self.ignored = ignored
    self.takesAnyOption = takesAnyOption
    (self.name, self.summary, self.operands) = (name, summary, operands)
    (self.prepositions, self.parameters, self.example) = (prepositions, parameters, example)
    (self.results, self.views) = (results, views)
    (self.elsewhere, self.source, self.notes) = (elsewhere, source, notes)
  }

  /// How many operands cannot be left out.
  package var neededOperands: Int { operands.count { !$0.isOptional } }

  /// The parameter of this name or earlier name.
  package func parameter(_ name: String) -> (any ParameterDescription)? {
    parameters.first { $0.name == name } ?? parameters.first { $0.aliases.contains(name) }
      ?? ignored.first { $0.name == name }
  }

  /// Every name that may stand in front of `=`: those of the parameters, then what is accepted for
  /// the sake of older files.
  package var acceptedOptions: [String] {
    parameters.map(\.name) + parameters.flatMap(\.aliases) + ignored.map(\.name)
  }
}

/// A type that a person can name at the prompt.
package protocol Cataloged: SendableMetatype {
  static var card: Card { get }
}
