/// A stretch of an experience in which a learner learns in one way; most have only one.
///
/// Each goes through the experience's images in batches and an order of its own.
package struct Phase: Sendable, Equatable {
  /// What is learned: "classifier", "generator".
  package let name: String
  package let budget: Budget
  /// The places in the head of the classes whose images it goes through; nil: of all.
  package let outputs: Range<Int>?
  /// Whether the learner may skip it once it is reached; a dry run does not count it.
  package let isOptional: Bool

  /// Phases in which a classifier is trained, whose accuracy early stopping watches.
  static let watched: Set<String> = ["all", "classifier", "class head"]

  package init(
    _ name: String, _ budget: Budget, outputs: Range<Int>? = nil, isOptional: Bool = false
  ) {
    (self.name, self.budget, self.outputs, self.isOptional) = (name, budget, outputs, isOptional)
  }
}
