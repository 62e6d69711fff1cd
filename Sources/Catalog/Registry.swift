/// The things of one kind that can be made by name, in the order in which help lists them.
public struct Registry<Maker: Sendable>: Sendable {
  /// One thing that can be made.
  public struct Entry: Sendable {
    public let card: Card
    public let maker: Maker
  }

  /// What the things are called in messages: "data set", "learner".
  public let noun: String
  public let entries: [Entry]

  public init(_ noun: String, _ entries: [(Card, Maker)]) {
    self.noun = noun
    self.entries = entries.map(Entry.init)
  }

  public var names: [String] { entries.map(\.card.name) }

  /// The entry of this name.
  public subscript(_ name: String) -> Entry? { entries.first { $0.card.name == name } }
}
