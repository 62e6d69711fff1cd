extension Measure {
  /// Average incremental accuracy.
  static let average = Measure(
    "average", "average incremental accuracy: mean of the overall accuracy after each experience",
    over: "experiences learned", isRecorded: true
  ) { $0.matrix.average.map { .number($0) } }
}

extension AccuracyMatrix {
  /// The mean of the overall accuracies after each experience (average incremental accuracy); nil
  /// before the first.
  package var average: Double? { Self.mean(overall) }
}
