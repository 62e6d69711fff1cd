import Catalog
import Journal
import Language

/// A verb: described once by its card, made from a line, then run.
///
/// A new command is one file with a type of this protocol and one line in `Commands.all`.
package protocol Command: Sendable, Cataloged {
  /// Takes the line's arguments.
  ///
  /// - Throws: `Diagnostic` if they do not go together.
  init(_ arguments: Arguments) throws(Diagnostic)

  /// Whether the journal keeps it: it changes objects or gives a result.
  static var isJournaled: Bool { get }

  /// Whether it changes live objects; if not, a recorded result stands for it when a session is
  /// resumed.
  static var changesObjects: Bool { get }

  /// How many operands it needs inside of a block; nil if it cannot stand in one.
  static var neededInBlocks: Int? { get }

  /// Does it to the objects in `context.workspace`.
  func run(in context: CommandContext) throws -> Outcome

  /// Does again what its run did besides giving an answer, whose `values` are recorded.
  func recalled(_ values: [NamedValue], in context: CommandContext) throws
}

extension Command {
  package static var isJournaled: Bool { true }
  package static var changesObjects: Bool { false }
  package static var neededInBlocks: Int? { card.neededOperands }

  package func recalled(_ values: [NamedValue], in context: CommandContext) throws {}
}
