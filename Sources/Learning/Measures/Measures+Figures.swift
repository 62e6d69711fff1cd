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
    let kept = record.cost.bytes.map { "\(Format.count($0, "byte")) kept between experiences" }
    let unanswered = record.newest?.answers.unanswered ?? 0
    let warning = Figure.text(
      "the scores of \(Format.count(unanswered, "test image")) are not finite: counted as wrong")
    return [
      .heatMap(.accuracies(record.matrix.accuracies, labels: labels(stream))),
      .text(([words.joined(separator: "   ")] + [kept].compactMap(\.self)).joined(separator: "\n")),
    ] + (unanswered > 0 ? [warning] : [])
  }
}
