/// Accuracies measured during training, after every so many steps.
package struct AccuracyCourse: Sendable, Equatable, Codable {
  /// One evaluation.
  package struct Point: Sendable, Equatable, Codable {
    /// The experience at hand, from 0, and the steps taken in it.
    package let experience: Int
    package let step: Int
    /// Correct answers on the test images of experiences 0...experience.
    package let correct: [Int]
  }

  package private(set) var points: [Point] = []

  package init() {}

  mutating func add(_ point: Point) { points.append(point) }

  /// The share of correct answers of all test images that a point is about; `counts` are the test
  /// images of each experience.
  static func accuracy(_ point: Point, _ counts: [Int]) -> Double {
    let images = counts.prefix(point.correct.count).reduce(0, +)
    return images == 0 ? 0 : Double(point.correct.reduce(0, +)) / Double(images)
  }

  /// Whether these can be the points of a run with `counts` test images.
  package func isPossible(_ counts: [Int]) -> Bool {
    points.allSatisfy { point in
      counts.indices.contains(point.experience) && point.step > 0
        && point.correct.count == point.experience + 1
        && zip(point.correct, counts).allSatisfy { (0...$1).contains($0) }
    }
  }

  /// All numbers, for digests.
  var numbers: [Int] { points.flatMap { [$0.experience, $0.step] + $0.correct } }
}

extension Measure {
  /// Accuracy over steps.
  static let course = Measure(
    "course",
    "accuracy during training (measure-every=): experience, step in it, accuracy on experiences so far",
    over: "test images", form: .matrix, range: 0...(.infinity)
  ) { record in
    guard !record.course.points.isEmpty else { return nil }
    return .matrix(
      record.course.points.map { point in
        [
          Double(point.experience + 1), Double(point.step),
          AccuracyCourse.accuracy(point, record.matrix.counts),
        ]
      })
  }

  /// The lowest accuracy on old experiences at any measured step.
  static let lowest = Measure(
    "lowest",
    "lowest accuracy on each old experience at any measured step (measure-every=) or experience since",
    over: "all experiences except the newest"
  ) { record in record.lowest.map { .number($0) } }
}

extension EvaluationRecord {
  /// The mean over old experiences of the lowest accuracy since each was learned, at ends of
  /// experiences and wherever it was measured in between; nil before the second experience.
  ///
  /// Source: De Lange, van de Ven and Tuytelaars 2023, arXiv:2205.13452, section 3 (min-ACC).
  var lowest: Double? {
    let ended = matrix.correct.count
    guard ended > 1 else { return nil }
    return AccuracyMatrix.mean(
      (0..<ended - 1).map { old in
        let rows = matrix.correct[(old + 1)...].map { $0[old] }
        let between = course.points.filter { $0.experience > old && $0.experience < ended }
          .map { $0.correct[old] }
        let least = (rows + between).min() ?? 0
        return matrix.counts[old] == 0 ? 0 : Double(least) / Double(matrix.counts[old])
      })
  }
}
