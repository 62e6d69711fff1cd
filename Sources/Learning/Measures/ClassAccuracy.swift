extension Measure {
  /// The accuracy on each class of the newest evaluation.
  static let classes = Measure(
    "classes", "accuracy on each class that has images, in the order of the confusion matrix",
    over: "test images of the class", form: .list
  ) { record in
    record.newest.map { newest in .numbers(newest.answers.byClass.map(\.accuracy)) }
  }
}

extension AnswerCounts {
  /// Each class that has images, by its place in the head, with its images, the share that was given
  /// its class, and the wrong class that was given most often.
  package var byClass: [(place: Int, images: Int, accuracy: Double, mistaken: Pair?)] {
    Dictionary(grouping: pairs, by: \.truth).sorted { $0.key < $1.key }.map { place, pairs in
      let images = pairs.reduce(0) { $0 + $1.count }
      let right = pairs.first { $0.answer == place }?.count ?? 0
      let wrong = pairs.filter { $0.answer != place && $0.answer != Self.none }
      return (
        place, images, Double(right) / Double(max(1, images)),
        wrong.max { ($0.count, $1.answer) < ($1.count, $0.answer) }
      )
    }
  }
}
