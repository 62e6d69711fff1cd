/// The accuracy on every experience after every experience.
///
/// `a(i, j)` is the accuracy on the test images of experience `j` after experience `i` was learned;
/// experiences are counted from 0 to `T - 1`.
package struct AccuracyMatrix: Sendable, Equatable, Codable {
  /// Test images of each experience.
  package let counts: [Int]
  /// Correct answers per experience before anything was learned.
  package private(set) var before: [Int]
  /// Correct answers per experience after each experience learned so far.
  package private(set) var correct: [[Int]] = []

  /// A matrix without rows for experiences with `counts` test images; `before` are the correct
  /// answers of the untrained learner.
  package init(counts: [Int], before: [Int]) {
    (self.counts, self.before) = (counts, before)
  }

  /// Adds the correct answers after one more experience.
  package mutating func append(_ row: [Int]) { correct.append(row) }

  /// Removes the newest row.
  mutating func removeLast() { if !correct.isEmpty { correct.removeLast() } }

  /// The share of correct answers: rows after experience, columns on experience.
  package var accuracies: [[Double]] { correct.map(shares) }

  /// Shares of correct answers on each experience.
  func shares(_ row: [Int]) -> [Double] {
    zip(row, counts).map { $1 == 0 ? 0 : Double($0) / Double($1) }
  }

  /// The share of all test images of experiences 0...i classified correctly after experience i.
  package var overall: [Double] {
    correct.enumerated().map { index, row in
      let images = counts.prefix(index + 1).reduce(0, +)
      return images == 0 ? 0 : Double(row.prefix(index + 1).reduce(0, +)) / Double(images)
    }
  }

  /// The mean over experiences 0...i of the accuracy on each after experience i, whatever their sizes.
  package var means: [Double] {
    accuracies.enumerated().map { Self.mean(Array($1.prefix($0 + 1))) ?? 0 }
  }

  static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
