extension Measure {
  /// How well each experience was learned at first.
  static let learning = Measure(
    "learning", "learning accuracy: accuracy on each experience right after it was learned",
    over: "experiences learned"
  ) { $0.matrix.learning.map { .number($0) } }
}

extension AccuracyMatrix {
  /// Learning accuracy: the mean of `a(j, j)`; nil before the first experience.
  ///
  /// Source: Riemer et al. 2019, arXiv:1810.11910, section 5.
  package var learning: Double? {
    let rows = accuracies
    return Self.mean(rows.indices.map { rows[$0][$0] })
  }
}
