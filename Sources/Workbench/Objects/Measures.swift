import Journal
import Figures
import Learning
import Streams

/// The measures of continual learning under their fixed names, as values and as pictures.
enum Measures {
  /// `last`, `average`, `forgetting`, `backward`, `forward` and `accuracy`, as far as they exist.
  static func values(of matrix: AccuracyMatrix) -> [NamedValue] {
    let numbers: [(String, Double?)] = [
      ("last", matrix.last), ("average", matrix.average), ("forgetting", matrix.forgetting),
      ("backward", matrix.backward), ("forward", matrix.forward),
    ]
    var values = numbers.compactMap { name, number in
      number.map { NamedValue(name, .number($0)) }
    }
    if matrix.last != nil { values.append(NamedValue("accuracy", .matrix(matrix.accuracies))) }
    return values
  }

  /// All that a learner on its way tells: the above, `a1` and so on, and what it tells about itself.
  ///
  /// `a5` is the mean accuracy on the experiences so far when 5 classes were learned: A_5 of papers
  /// on class-incremental learning. Where classes come again, experiences are counted instead.
  static func values(of run: LearningRun) throws -> [NamedValue] {
    let matrix = run.matrix
    let steps = zip(run.stream.experiences, matrix.means).map { experience, mean in
      let isDomain = run.stream.scenario == .domainIncremental
      let count = isDomain ? experience.index + 1 : experience.outputs.upperBound
      return NamedValue("a\(count)", .number(mean))
    }
    return values(of: matrix) + steps + (try run.learner.measures()).map(NamedValue.init)
  }

  /// The accuracy matrix as a heat map and the measures in words.
  static func figures(of matrix: AccuracyMatrix, stream: ExperienceStream) -> [Figure] {
    guard matrix.last != nil else { return [] }
    return [
      heatMap(matrix.accuracies, labels: labels(stream)), .text(sentence(matrix, stream)),
    ]
  }

  /// What the experiences of a stream are called: by their classes, or by number if they have many.
  static func labels(_ stream: ExperienceStream) -> [String] {
    stream.experiences.map { experience in
      experience.classes.count > 3
        ? "\(experience.index + 1)"
        : experience.classes.map { stream.classNames[$0] }.joined(separator: "-")
    }
  }

  /// Accuracies after (row) on (column) as a heat map; labels that do not fit become numbers.
  static func heatMap(
    _ accuracies: [[Double]], labels given: [String], turn: String? = nil
  ) -> Figure {
    let columns = accuracies.map(\.count).max() ?? 0
    let labels = given.count == columns ? given : (0..<columns).map { "\($0 + 1)" }
    // Experiences that are not learned yet are left blank.
    let cells = accuracies.enumerated().map { i, row in
      row.enumerated().map { j, value in j <= i ? Double?.some(value) : nil }
    }
    return .heatMap(
      HeatMap(
        title: turn.map { "accuracy, \($0)" } ?? "accuracy after (row) on (column)",
        rowLabels: Array(labels.prefix(accuracies.count)), columnLabels: labels, values: cells,
        range: 0...1))
  }

  private static func sentence(_ matrix: AccuracyMatrix, _ stream: ExperienceStream) -> String {
    func word(_ name: String, _ value: Double?) -> String? {
      value.map { "\(name) \(Format.number($0))" }
    }
    return [
      word("last", matrix.last), word("average", matrix.average),
      word("forgetting", matrix.forgetting), word("backward", matrix.backward),
      word("forward", matrix.forward),
    ].compactMap(\.self).joined(separator: "   ")
  }
}

extension NamedValue {
  /// A learner's own measure.
  init(_ measure: Measure) {
    switch measure.number {
    case .count(let count): self.init(measure.name, .integer(count))
    case .share(let value): self.init(measure.name, .number(value))
    }
  }
}
