/// A number that says what generated images are worth, on the features of an oracle.
///
/// A new one is one file with a static property of this type and one line in `SampleMeasures.all`.
package struct SampleMeasure: Sendable {
  package let name: String
  /// What its column in a table is called.
  package let column: String
  /// One line, without a full stop.
  package let help: String
  /// The value for one class; nil where it means nothing.
  package let value: @Sendable (ClassSamples) throws -> Double?

  init(
    _ name: String, column: String? = nil, _ help: String,
    value: @escaping @Sendable (ClassSamples) throws -> Double?
  ) {
    (self.name, self.column) = (name, column ?? name)
    (self.help, self.value) = (help, value)
  }
}

/// The sample measures there are, in the order in which results list them.
package enum SampleMeasures {
  package static let all: [SampleMeasure] = [
    .recognised,
    .frechet,
    .precision,
    .recall,
    .density,
    .coverage,
    .diversity,
  ]
}
