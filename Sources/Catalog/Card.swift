/// How a thing describes itself, once; parser, completion, hints, help and checks all read it.
public struct Card: Sendable {
  /// What a command takes without a name in front of it, in order.
  public struct Operand: Sendable {
    public let name: String
    public let domain: Domain
    public let isOptional: Bool
    public let help: String

    public init(_ name: String, _ domain: Domain, optional: Bool = false, _ help: String) {
      (self.name, self.domain, self.isOptional, self.help) = (name, domain, optional, help)
    }
  }

  /// Something that the thing offers under a name of its own: a result or a view.
  public struct Offer: Sendable, Equatable {
    public let name: String
    /// One line, without a full stop.
    public let help: String

    public init(_ name: String, _ help: String) { (self.name, self.help) = (name, help) }
  }

  public let name: String
  /// One line, without a full stop.
  public let summary: String
  public let operands: [Operand]
  /// What follows `on`, `from`, `to`, `with` or `as`; the operand's name is the preposition.
  public let prepositions: [Operand]
  public let parameters: [any ParameterDescription]
  /// Numbers that it gives besides those that all of its kind give, as `NAME.result`.
  public let results: [Offer]
  /// What can be looked at by `plot NAME.view` and `show NAME.view`.
  public let views: [Offer]
  /// One or more lines that run as they stand.
  public let example: String
  /// What other programs call a command: who types it is told the name.
  public let elsewhere: [String]
  /// The paper, data set or program that this comes from.
  public let source: String
  /// More to say in `help`: paragraphs of prose.
  public let notes: String
  /// Whether options that are not listed are taken too; the command reads them for itself.
  public let takesAnyOption: Bool

  public init(
    _ name: String, _ summary: String, operands: [Operand] = [], prepositions: [Operand] = [],
    parameters: [any ParameterDescription] = [], results: [Offer] = [], views: [Offer] = [],
    example: String = "", elsewhere: [String] = [], source: String = "", notes: String = "",
    takesAnyOption: Bool = false
  ) {
    self.takesAnyOption = takesAnyOption
    (self.name, self.summary, self.operands) = (name, summary, operands)
    (self.prepositions, self.parameters, self.example) = (prepositions, parameters, example)
    (self.results, self.views) = (results, views)
    (self.elsewhere, self.source, self.notes) = (elsewhere, source, notes)
  }

  /// How many operands cannot be left out.
  public var neededOperands: Int { operands.count { !$0.isOptional } }

  /// The parameter of this name.
  public func parameter(_ name: String) -> (any ParameterDescription)? {
    parameters.first { $0.name == name }
  }
}

/// A type that a person can name at the prompt.
public protocol Cataloged: SendableMetatype {
  static var card: Card { get }
}
