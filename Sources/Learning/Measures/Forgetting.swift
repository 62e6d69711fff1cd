extension Measure {
  /// How far accuracy fell from its best.
  static let forgetting = Measure(
    "forgetting", "how far accuracy on old experiences has fallen from its best",
    over: "all experiences except the newest", range: -1...1, isRecorded: true, lowerIsBetter: true
  ) { $0.matrix.forgetting.map { .number($0) } }
}

extension AccuracyMatrix {
  /// The mean, over all but the newest experience, of how far accuracy fell from its best.
  ///
  /// Source: Chaudhry et al. 2018, arXiv:1801.10112, section 3. Nil before the second experience.
  package var forgetting: Double? {
    let rows = accuracies
    guard let newest = rows.last, rows.count > 1 else { return nil }
    return Self.mean(
      (0..<rows.count - 1).map { j in
        let best = rows[j..<rows.count - 1].map { $0[j] }.max() ?? 0
        return best - newest[j]
      })
  }
}
