import Catalog

/// Verbs that act on the session itself and not on its objects.
package enum SessionVerbs {
  static let file = Card.Operand("file", .path, "a session or journal, in quotes")

  /// In the order in which help lists them.
  static let types: [any SessionCommand.Type] = [
    Run.self, Verify.self, Accept.self, Step.self, Check.self, Resume.self, Vary.self, Diff.self,
    Export.self, History.self, JournalPlace.self, Preference.self, Quit.self,
  ]

  /// What each of them takes.
  package static let cards = types.map { $0.card }

  /// The verb of this name.
  static func named(_ verb: String) -> (any SessionCommand.Type)? {
    types.first { $0.card.name == verb }
  }
}
