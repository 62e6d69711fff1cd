import Streams

extension Measure {
  /// `a2`, `a4` and so on.
  ///
  /// `a5` is the mean accuracy over the first 5 classes, measured after learning them: A_5 of papers
  /// on class-incremental learning. Where classes come again, experiences are counted instead.
  static let byClassesLearned = Measure(
    "aN", "mean accuracy over the first N classes, measured after learning them",
    over: "experiences", form: .list, range: 0...1, isRecorded: true
  ) { record in
    zip(record.outputs, record.matrix.means).enumerated().map { index, step in
      let isDomain = record.scenario == .domainIncremental
      return MeasuredValue("a\(isDomain ? index + 1 : step.0.upperBound)", step.1)
    }
  }
}
