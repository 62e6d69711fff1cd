import Figures

extension Views {
  /// Accuracy over the steps of training.
  package static let course = View(
    "course", "accuracy on experiences so far during training (train with measure-every=)",
    showsBeginnings: true
  ) { run, experience in
    let points = run.course.points.filter { experience == nil || $0.experience == experience }
    guard !points.isEmpty else {
      return [.text("nothing was measured during training: train with measure-every=100")]
    }
    let counts = run.matrix.counts
    let series = (0...(points.map(\.experience).max() ?? 0)).map { old in
      LineChart.Series(
        name: "\(old + 1)",
        points: points.filter { $0.experience >= old }.map { point in
          (
            x: place(of: point, in: points),
            y: counts[old] == 0 ? 0 : Double(point.correct[old]) / Double(counts[old])
          )
        })
    }
    let starts = Set(points.map(\.experience)).sorted().map { Double($0) + 1 }
    return [
      .chart(
        LineChart(
          title: "accuracy on each experience during training", xLabel: "experience",
          yLabel: "accuracy", series: series, yRange: 0...1, form: .curves, xTicks: starts))
    ]
  }

  /// Where a point lies on an axis on which each experience is 1 wide.
  private static func place(
    of point: AccuracyCourse.Point, in points: [AccuracyCourse.Point]
  ) -> Double {
    let last = points.last { $0.experience == point.experience }?.step ?? 1
    return Double(point.experience) + 1 + Double(point.step) / Double(max(1, last))
  }
}
