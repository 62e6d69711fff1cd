import Figures

extension Views {
  /// Accuracy at each level of confidence.
  package static let calibration = View(
    "calibration", "accuracy at each level of confidence (a calibrated learner is on the diagonal)"
  ) { run, experience in
    let record = run.record
    guard
      let confidence = record.answers(after: experience ?? record.matrix.correct.count - 1)?
        .answers.confidence, let error = confidence.expectedError
    else {
      return [.text("no confidences are recorded: the learner was saved by an older version")]
    }
    let series = [
      LineChart.Series(
        name: "learner",
        points: confidence.levels.map { (x: $0.confidence, y: $0.accuracy) }),
      LineChart.Series(name: "calibrated", points: [(x: 0, y: 0), (x: 1, y: 1)]),
    ]
    return [
      .chart(
        LineChart(
          title: "accuracy at each level of confidence", xLabel: "confidence",
          yLabel: "accuracy", series: series, yRange: 0...1, form: .curves)),
      .text("expected calibration error \(Format.number(error))"),
    ]
  }
}
