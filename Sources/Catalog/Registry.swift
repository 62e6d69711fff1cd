/// The things of one kind that can be made by name, in the order in which help lists them.
package struct Registry<Maker: Sendable>: Sendable {
  /// One thing that can be made.
  package struct Entry: Sendable {
    package let card: Card
    package let maker: Maker
  }

  /// What the things are called in messages: "data set", "learner".
  package let noun: String
  package let entries: [Entry]

  package init(_ noun: String, _ entries: [(Card, Maker)]) {
    self.noun = noun
    self.entries = entries.map(Entry.init)
  }

  package var names: [String] { entries.map(\.card.name) }

  /// The entry of this name.
  package subscript(_ name: String) -> Entry? { entries.first { $0.card.name == name } }
}
