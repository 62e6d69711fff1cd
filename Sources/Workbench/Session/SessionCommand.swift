import Catalog
import Language

/// A verb that acts on the session or on files and not on objects; no journal keeps it.
///
/// A new one is one file with a type of this protocol and one line in `SessionVerbs.types`.
package protocol SessionCommand: Cataloged {
  /// Does what the line asks for.
  static func run(_ arguments: Arguments, in interpreter: Interpreter) throws
}
