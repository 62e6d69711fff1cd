extension Measure {
  /// The confusion matrix of the newest evaluation.
  static let confusion = Measure(
    "confusion", "confusion matrix: images of the row's class predicted as the column's",
    over: "test images", unit: .images, form: .matrix, range: 0...(.infinity)
  ) { record in
    record.newest.map { .counts($0.answers.matrix(classes: $0.classes)) }
  }
}
