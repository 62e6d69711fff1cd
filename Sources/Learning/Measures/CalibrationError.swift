extension Measure {
  /// Expected calibration error of the newest evaluation.
  static let calibration = Measure(
    "calibration",
    "expected calibration error: mean distance between the confidence of answers (their share in "
      + "the softmax of the scores) and their accuracy, in \(ConfidenceBins.count) bins",
    over: "test images", lowerIsBetter: true
  ) { $0.newest?.answers.confidence?.expectedError.map { .number($0) } }
}
