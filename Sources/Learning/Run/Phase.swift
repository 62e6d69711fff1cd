/// A stretch of an experience in which a learner learns in one way; most have only one.
///
/// Each goes through the experience's images in batches and an order of its own.
package struct Phase: Sendable, Equatable {
  /// What is learned: "classifier", "generator".
  package let name: String
  package let budget: Budget

  package init(_ name: String, _ budget: Budget) { (self.name, self.budget) = (name, budget) }
}
