extension Measure {
  /// Backward transfer.
  static let backward = Measure(
    "backward", "backward transfer: change in accuracy on old experiences since each was learned",
    over: "all experiences except the newest", range: -1...1, isRecorded: true
  ) { $0.matrix.backward.map { .number($0) } }
}

extension AccuracyMatrix {
  /// Backward transfer: the mean of `a(T-1, j) - a(j, j)` over all but the newest experience.
  ///
  /// Source: Lopez-Paz and Ranzato 2017, arXiv:1706.08840, equation 3. Nil before the second
  /// experience.
  package var backward: Double? {
    let rows = accuracies
    guard let newest = rows.last, rows.count > 1 else { return nil }
    return Self.mean((0..<rows.count - 1).map { newest[$0] - rows[$0][$0] })
  }
}
