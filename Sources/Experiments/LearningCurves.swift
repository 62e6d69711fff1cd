import Catalog
import Figures
import Journal

/// Average accuracy after each experience, with a band for its 95 % interval.
enum LearningCurves {
  /// The most curves of one chart that can be distinguished.
  private static let most = 8

  /// A chart for each choice of data; none where no accuracies of several experiences are recorded.
  static func charts(_ result: ExperimentResult) -> [LineChart] {
    let axes = result.axes
    let hasLearners = Set(result.runs.flatMap { $0.learners.map(\.name) }).count > 1
    var found: [(data: String, method: String, curves: [[Double]])] = []
    for run in result.runs {
      let data = run.run.value(axes) { $0.isData }
      let method = run.run.value(axes) { !$0.isData && !$0.isSeed }
      for learner in run.learners {
        guard let rows = learner.values.first(where: { $0.name == "accuracy" })?.value.matrix,
          rows.count > 1
        else { continue }
        let words = [method, hasLearners ? learner.name : ""].filter { !$0.isEmpty }
        let name = words.joined(separator: " ")
        let curve = averages(rows)
        if let place = found.firstIndex(where: { $0.data == data && $0.method == name }) {
          found[place].curves.append(curve)
        } else {
          found.append((data, name, [curve]))
        }
      }
    }
    let data = found.map(\.data)
    return data.enumerated().filter { data.firstIndex(of: $0.element) == $0.offset }.map {
      _, name in
      let series = found.filter { $0.data == name }.prefix(most).map { self.series($1, $2) }
      return LineChart(
        title: "Average accuracy" + (name.isEmpty ? "" : " on \(name)") + " (band: 95 %)",
        xLabel: "experiences learned", yLabel: "%", series: Array(series))
    }
  }

  /// The mean of each row up to its diagonal, in percent.
  private static func averages(_ rows: [[Double]]) -> [Double] {
    rows.enumerated().map { index, row in
      let known = row.prefix(index + 1)
      return 100 * known.reduce(0, +) / Double(max(1, known.count))
    }
  }

  private static func series(_ name: String, _ curves: [[Double]]) -> LineChart.Series {
    let count = curves.map(\.count).min() ?? 0
    let points = (0..<count).compactMap { place in
      Statistics(curves.map { $0[place] })
    }
    return LineChart.Series(
      name: name.isEmpty ? "mean" : name,
      points: points.enumerated().map { (x: Double($0 + 1), y: $1.mean) },
      band: points.compactMap { $0.interval(within: 0...100) })
  }
}
