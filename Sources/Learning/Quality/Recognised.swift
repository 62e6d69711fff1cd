extension SampleMeasure {
  /// The share that looks like the class it was asked for.
  static let recognised = SampleMeasure(
    LearningRun.recognised, column: "recog.",
    "share of generated images to which the oracle gives the class they were asked for"
  ) { $0.recognised }
}
