/// A stretch of an experience in which a learner learns in one way; most have only one.
///
/// Each goes through the experience's images in batches and an order of its own.
package struct Phase: Sendable, Equatable {
  /// What is learned: "classifier", "generator".
  package let name: String
  package let budget: Budget

  /// Phases in which a classifier is trained, whose accuracy early stopping watches.
  static let watched: Set<String> = ["all", "classifier"]

  package init(_ name: String, _ budget: Budget) { (self.name, self.budget) = (name, budget) }
}
