extension Measure {
  /// Overall accuracy after the newest experience.
  static let last = Measure(
    "last", "accuracy on all experiences so far, after training on the newest", over: "test images",
    isRecorded: true
  ) { $0.matrix.last.map { .number($0) } }
}

extension AccuracyMatrix {
  /// Overall accuracy after the newest experience; nil before the first.
  package var last: Double? { overall.last }
}
