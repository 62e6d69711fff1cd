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

  /// Whether it changes live objects; if not, its recorded result is used when a session is
  /// resumed.
  static var changesObjects: Bool { get }

  /// Runs it on the objects in `context.workspace`.
  func run(in context: CommandContext) throws -> Outcome

  /// Repeats the side effects of a run whose `values` are recorded.
  func recalled(_ values: [NamedValue], in context: CommandContext) throws
}

extension Command {
  /// Whether the journal keeps it: it changes objects or gives a result.
  package static var isJournaled: Bool { card.isJournaled }
  package static var changesObjects: Bool { false }

  package func recalled(_ values: [NamedValue], in context: CommandContext) throws {}
}

extension Card.Operand {
  /// The session or journal that most commands on files take.
  static let sessionFile = Card.Operand("file", .path, "a session or journal, in quotes")
}
