import Catalog
import Figures
import Journal
import Language
import Torch

/// The kinds of live object; also the words that begin a declaration.
package enum Kind: String, CaseIterable, Sendable {
  case data, model, generator, learner

  /// What an object of the kind is called in messages.
  package var noun: String { Domain.noun(rawValue) }
}

/// Something with a name that lives at the prompt.
package protocol LiveObject: AnyObject {
  var name: String { get }
  var kind: Kind { get }
  /// The canonical line that declared it.
  var declaration: Invocation { get }
  /// One line for `list`.
  var summary: String { get }
  /// What `show NAME` draws.
  func portrait() throws -> [Figure]
  /// The fields `NAME.FIELD`.
  var fields: [NamedValue] { get }
  /// The views `plot NAME.VIEW`.
  var views: [Card.Offer] { get }
  /// Differs as soon as the object's state does; nil if it has no state of its own.
  func digest() throws -> UInt64?
  /// The same object, with the same state, under another name; a learner's state goes over to it.
  func renamed(_ name: String) -> any LiveObject
  /// Everything needed to restore the object; its tensors are the live ones.
  func snapshot() throws -> Snapshot
}

extension LiveObject {
  package var fields: [NamedValue] { [] }
  package var views: [Card.Offer] { [] }
  package func digest() throws -> UInt64? { nil }

  /// Every option of its maker with the value that it has here; nothing if there are none.
  var options: [Figure] {
    guard let card = Declarations.cards(kind).first(where: { $0.name == declaration.verb }),
      !card.parameters.isEmpty
    else { return [] }
    let values = card.parameters.map { parameter in
      (
        parameter.name,
        declaration.option(parameter.name)?.value.description
          ?? parameter.fallbackSetting?.description
      )
    }
    let given = values.compactMap { name, value in value.map { "\(name)=\($0)" } }
    let open = values.filter { $1 == nil }.map(\.0)
    return [
      .text(
        "options: " + given.joined(separator: " ")
          + (open.isEmpty ? "" : "; not set: " + open.joined(separator: " ")))
    ]
  }

  /// The line that declares it under another name.
  func declaration(of name: String) -> Invocation {
    var line = declaration
    line.binding?.name = name
    return line
  }
}
