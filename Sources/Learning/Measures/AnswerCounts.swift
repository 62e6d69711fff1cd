/// How many images of each class were assigned to each class.
///
/// Classes are counted by their places in the head. Only pairs that occur are kept.
package struct AnswerCounts: Sendable, Equatable, Codable {
  /// The answer for an image whose scores are not finite; it counts as wrong.
  package static let none = -1

  /// One class with one of the answers to its images.
  package struct Pair: Sendable, Equatable {
    package let truth: Int
    /// `AnswerCounts.none` where there is no answer.
    package let answer: Int
    package let count: Int
  }

  /// Truth, answer and count of each pair in turn, sorted by truth and answer.
  private let numbers: [Int]
  /// How sure the answers were; nil where that was not recorded.
  package let confidence: ConfidenceBins?

  /// Counts the answers to images of the classes `truths`.
  ///
  /// - Parameter confidences: of each answer, in 0...1; not finite where there is no answer.
  package init(truths: [Int], answers: [Int], confidences: [Double]? = nil) {
    confidence = confidences.map {
      ConfidenceBins($0, isCorrect: zip(truths, answers).map { $0 == $1 })
    }
    // One number for each pair, in the order of the pairs; no answer comes first.
    let width = (answers.max() ?? 0) + 2
    var counts: [Int: Int] = [:]
    for (truth, answer) in zip(truths, answers) {
      counts[truth * width + answer + 1, default: 0] += 1
    }
    numbers = counts.sorted { $0.key < $1.key }.flatMap {
      [$0.key / width, $0.key % width - 1, $0.value]
    }
  }

  private init(_ pairs: [Pair], _ confidence: ConfidenceBins?) {
    self.confidence = confidence
    numbers = pairs.flatMap { [$0.truth, $0.answer, $0.count] }
  }

  package var pairs: [Pair] {
    stride(from: 0, to: numbers.count - 2, by: 3).map {
      Pair(truth: numbers[$0], answer: numbers[$0 + 1], count: numbers[$0 + 2])
    }
  }

  /// All images.
  package var count: Int { pairs.reduce(0) { $0 + $1.count } }

  /// Images that were given their class.
  package var correct: Int { pairs.reduce(0) { $1.truth == $1.answer ? $0 + $1.count : $0 } }

  /// Images whose scores were not finite.
  package var unanswered: Int {
    pairs.reduce(0) { $1.answer == Self.none ? $0 + $1.count : $0 }
  }

  /// `[classes][classes]`: images of the row's class that were given the column's; images without
  /// an answer are in no column.
  package func matrix(classes: Int) -> [[Int]] {
    var rows = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    for pair in pairs where (0..<classes).contains(pair.truth) {
      guard (0..<classes).contains(pair.answer) else { continue }
      rows[pair.truth][pair.answer] += pair.count
    }
    return rows
  }

  /// Whether these can be the answers to `count` images by a head of `outputs`; read from a file
  /// they may be anything.
  package func isPossible(count: Int, outputs: Int) -> Bool {
    numbers.count % 3 == 0
      && pairs.allSatisfy {
        (0..<outputs).contains($0.truth) && (Self.none..<outputs).contains($0.answer)
          && (1...max(1, count)).contains($0.count)
      } && self.count == count && (confidence?.isPossible(of: count) ?? true)
  }

  /// The counts of all parts together.
  package static func sum(_ parts: [AnswerCounts]) -> AnswerCounts {
    var counts: [[Int]: Int] = [:]
    for pair in parts.flatMap(\.pairs) {
      counts[[pair.truth, pair.answer], default: 0] += pair.count
    }
    return AnswerCounts(
      counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        .map { Pair(truth: $0.key[0], answer: $0.key[1], count: $0.value) },
      parts.allSatisfy { $0.confidence != nil } && !parts.isEmpty
        ? ConfidenceBins.sum(parts.compactMap(\.confidence)) : nil)
  }
}
