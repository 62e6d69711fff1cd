/// What a learner keeps and what its training took.
package struct TrainingCost: Sendable, Equatable {
  /// Bytes that the learner keeps between experiences.
  package var bytes: Int?
  /// Weights of its networks, frozen copies too.
  package var parameters: Int?
  /// Images of current experiences that were learned from, each as often as it was used.
  package var images: Int?
  /// Floating-point operations of matrix products and convolutions per step.
  package var operations: Int?

  package init(bytes: Int? = nil, parameters: Int? = nil) {
    (self.bytes, self.parameters) = (bytes, parameters)
  }
}

extension Measure {
  /// Bytes kept between experiences.
  static let bytes = cost(
    "bytes", "bytes that the learner keeps between experiences: weights, masks, images", .bytes
  ) { $0.bytes }

  /// Weights of the networks.
  static let parameters = cost(
    "parameters", "weights of the learner's networks, frozen copies included", .count
  ) { $0.parameters }

  /// Images seen in training.
  static let images = cost(
    "images", "training images of current experiences, each as often as it was used", .images
  ) { $0.images }

  /// Operations per step.
  static let operations = cost(
    "flops",
    "floating-point operations of matrix products and convolutions per step, counted in the first "
      + "step of each phase", .operations
  ) { $0.operations }

  private static func cost(
    _ name: String, _ help: String, _ unit: Unit,
    _ value: @escaping @Sendable (TrainingCost) -> Int?
  ) -> Measure {
    Measure(
      name, help, over: "training", unit: unit, range: 0...(.infinity), isRecorded: true,
      lowerIsBetter: true,
      since: 3
    ) { record in value(record.cost).map { .count($0) } }
  }
}
