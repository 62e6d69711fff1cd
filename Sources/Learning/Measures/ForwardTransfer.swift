extension Measure {
  /// Forward transfer.
  ///
  /// Class-incremental streams record it too, where it is 0: what is not learned has no output yet.
  static let forward = Measure(
    "forward",
    "forward transfer: accuracy before training on an experience, minus an untrained network's",
    over: "all experiences except the first", range: -1...1,
    scenarios: [.taskIncremental, .domainIncremental], isRecorded: true
  ) { $0.matrix.forward.map { .number($0) } }
}

extension AccuracyMatrix {
  /// Forward transfer: the mean of `a(j-1, j) - b(j)` over all but the first experience, `b` being
  /// the accuracy before anything was learned.
  ///
  /// Source: Lopez-Paz and Ranzato 2017, arXiv:1706.08840, equation 4. Nil before the second
  /// experience.
  package var forward: Double? {
    let (rows, untrained) = (accuracies, shares(before))
    guard rows.count > 1 else { return nil }
    return Self.mean((1..<rows.count).map { rows[$0 - 1][$0] - untrained[$0] })
  }
}
