import Figures
import Streams

extension Measures {
  /// The accuracy matrix as a heat map and the measures in words; nothing before the first
  /// experience has ended.
  package static func figures(
    of record: EvaluationRecord, stream: ExperienceStream
  ) -> [Figure] {
    guard record.matrix.last != nil else { return [] }
    let words = numbers(record).map { "\($0.name) \(Format.number($0.value))" }
    let unanswered = record.newest?.answers.unanswered ?? 0
    let warning = Figure.text(
      "the scores of \(Format.count(unanswered, "test image")) are not finite: counted as wrong")
    return [
      heatMap(record.matrix.accuracies, labels: labels(stream)),
      .text(words.joined(separator: "   ")),
    ] + (unanswered > 0 ? [warning] : [])
  }

  /// Accuracies, trained up to row and tested on column, as a heat map; labels that do not fit
  /// become numbers.
  package static func heatMap(
    _ accuracies: [[Double]], labels given: [String], turn: String? = nil
  ) -> Figure {
    let columns = accuracies.map(\.count).max() ?? 0
    let labels = given.count == columns ? given : (0..<columns).map { "\($0 + 1)" }
    // Experiences that are not learned yet are left blank.
    let cells = accuracies.enumerated().map { i, row in
      row.enumerated().map { j, value in j <= i ? Double?.some(value) : nil }
    }
    let title = "Accuracy (%): trained up to row, tested on column"
    return .heatMap(
      HeatMap(
        title: turn.map { "\(title), \($0)" } ?? title,
        rowLabels: Array(labels.prefix(accuracies.count)), columnLabels: labels, values: cells,
        range: 0...1))
  }
}
