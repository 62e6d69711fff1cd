import Figures
import Streams

extension Views {
  /// The confusion matrix as shares of each class's images, with the pairs most often confused.
  package static let confusion = View(
    "confusion", "confusion matrix: true class (row), predicted class (column)"
  ) { run, experience in
    let record = run.record
    guard
      let (answers, classes) = record.answers(after: experience ?? record.matrix.correct.count - 1)
    else {
      return [.text("no predictions are recorded: the learner was saved by an older version")]
    }
    return figures(of: answers, classes: classes, stream: run.stream)
  }

  /// The confusion matrix of `answers` among the first `classes` classes of `stream`, with the pairs
  /// most often confused in words.
  package static func figures(
    of answers: AnswerCounts, classes: Int, stream: ExperienceStream
  ) -> [Figure] {
    let names = classNames(classes, of: stream)
    let rows = answers.matrix(classes: classes)
    let totals = answers.pairs.reduce(into: [Int: Int]()) { $0[$1.truth, default: 0] += $1.count }
    let shares = rows.enumerated().map { truth, row in
      row.map { count in totals[truth].map { Double(count) / Double(max(1, $0)) } }
    }
    let map = HeatMap(
      title: "Confusion (% of the true class): true class (row), answer (column)",
      rowLabels: names, columnLabels: names, values: shares, range: 0...1)
    return [.heatMap(map)] + words(answers, totals, names)
  }

  /// What the places of the head are called; in the domain-incremental scenario, where classes share
  /// them, by number.
  static func classNames(_ classes: Int, of stream: ExperienceStream) -> [String] {
    (0..<classes).map { place in
      stream.scenario == .domainIncremental || place >= stream.order.count
        ? "\(place)" : stream.classNames[stream.order[place]]
    }
  }

  /// The pairs most often confused, as sentences, and how many images had no answer.
  private static func words(
    _ answers: AnswerCounts, _ totals: [Int: Int], _ names: [String]
  ) -> [Figure] {
    func share(_ pair: AnswerCounts.Pair) -> Double {
      Double(pair.count) / Double(max(1, totals[pair.truth] ?? 1))
    }
    let wrong = answers.pairs.filter { $0.truth != $0.answer && $0.answer != AnswerCounts.none }
      .sorted { (share($0), $1.truth) > (share($1), $0.truth) }
    var lines = wrong.prefix(3).map { pair in
      "\(names[pair.truth]) taken for \(names[pair.answer]): "
        + "\(Int((share(pair) * 100).rounded())) % of its images"
    }
    if answers.unanswered > 0 {
      lines.append("no finite scores: \(Format.count(answers.unanswered, "image")), in no column")
    }
    return lines.isEmpty ? [] : [.text(lines.joined(separator: "\n"))]
  }
}
