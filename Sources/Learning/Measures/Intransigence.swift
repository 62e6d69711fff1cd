extension Measure {
  /// What a learner cannot learn that a joint learner can.
  static let intransigence = Measure(
    "intransigence",
    "accuracy of a joint learner (joint=) on each experience right after it was learned, minus the "
      + "learner's own", over: "experiences learned", range: -1...1, needsJoint: true,
    lowerIsBetter: true
  ) { record in
    record.joint.flatMap { record.matrix.intransigence(to: $0) }.map { .number($0) }
  }
}

extension AccuracyMatrix {
  /// Intransigence: the mean of `a*(j, j) - a(j, j)`, a* being the accuracies of a learner that was
  /// trained on experiences 0...j together; nil before the first experience or if `joint` has learned
  /// less.
  ///
  /// Source: Chaudhry et al. 2018, arXiv:1801.10112, section 3, which gives it for each experience.
  package func intransigence(to joint: AccuracyMatrix) -> Double? {
    guard joint.counts == counts, joint.correct.count >= correct.count,
      let own = learning
    else { return nil }
    let reference = joint.accuracies
    return Self.mean(correct.indices.map { reference[$0][$0] }).map { $0 - own }
  }
}
