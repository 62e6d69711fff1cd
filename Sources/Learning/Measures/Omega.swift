extension Measure {
  /// Accuracy as a share of what joint training reaches.
  static let omega = Measure(
    "omega",
    "overall accuracy after each experience, divided by that of a joint learner (joint=): omega_all",
    over: "experiences learned", range: 0...(.infinity), needsJoint: true
  ) { record in record.joint.flatMap { record.matrix.omega(to: $0) }.map { .number($0) } }
}

extension AccuracyMatrix {
  /// The mean of overall accuracy after each experience, each divided by that of a learner that was
  /// trained on the same experiences together; nil before the first experience, or if `joint` has
  /// learned less or has an accuracy of 0.
  ///
  /// Source: Kemker et al. 2018, arXiv:1708.02072, section 5, where the divisor is the accuracy of
  /// joint training on all experiences and the first experience is left out; divided step by step,
  /// the value is 1 where nothing is lost, however hard the later experiences are.
  package func omega(to joint: AccuracyMatrix) -> Double? {
    guard joint.counts == counts, joint.correct.count >= correct.count else { return nil }
    let pairs = zip(overall, joint.overall)
    guard pairs.allSatisfy({ $1 > 0 }) else { return nil }
    return Self.mean(pairs.map { $0 / $1 })
  }
}
