/// The accuracy on every experience after every experience, and what is read off it.
///
/// `a(i, j)` is the accuracy on the test images of experience `j` after experience `i` was learned.
/// All measures count experiences from 0 to `T - 1` here.
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

  /// The share of correct answers: rows after experience, columns on experience.
  package var accuracies: [[Double]] { correct.map(shares) }

  private func shares(_ row: [Int]) -> [Double] {
    zip(row, counts).map { $1 == 0 ? 0 : Double($0) / Double($1) }
  }

  /// The share of all test images of experiences 0...i answered rightly after experience i.
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

  /// Overall accuracy after the newest experience; nil before the first.
  package var last: Double? { overall.last }

  /// The mean of the overall accuracies after each experience (average incremental accuracy).
  package var average: Double? { Self.mean(overall) }

  /// The mean, over all but the newest experience, of how far accuracy fell from its best.
  ///
  /// Source: Chaudhry et al. 2018, arXiv:1801.10112, section 3. Nil before the second experience.
  package var forgetting: Double? {
    let rows = accuracies
    guard let newest = rows.last, rows.count > 1 else { return nil }
    return Self.mean(
      (0..<rows.count - 1).map { j in
        let best = rows[j..<rows.count - 1].map { $0[j] }.max() ?? 0
        return best - newest[j]
      })
  }

  /// Backward transfer: the mean of `a(T-1, j) - a(j, j)` over all but the newest experience.
  ///
  /// Source: Lopez-Paz and Ranzato 2017, arXiv:1706.08840, equation 3.
  package var backward: Double? {
    let rows = accuracies
    guard let newest = rows.last, rows.count > 1 else { return nil }
    return Self.mean((0..<rows.count - 1).map { newest[$0] - rows[$0][$0] })
  }

  /// Forward transfer: the mean of `a(j-1, j) - b(j)` over all but the first experience, `b` being
  /// the accuracy before anything was learned.
  ///
  /// Source: Lopez-Paz and Ranzato 2017, arXiv:1706.08840, equation 4.
  package var forward: Double? {
    let (rows, untrained) = (accuracies, shares(before))
    guard rows.count > 1 else { return nil }
    return Self.mean((1..<rows.count).map { rows[$0 - 1][$0] - untrained[$0] })
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
