extension Measure {
  /// The accuracy matrix.
  static let accuracy = Measure(
    "accuracy", "accuracy matrix: trained up to row, tested on column", over: "test images",
    form: .matrix, isRecorded: true
  ) { $0.matrix.last == nil ? nil : .matrix($0.matrix.accuracies) }
}
