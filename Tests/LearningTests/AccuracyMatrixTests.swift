import Foundation
import Testing

@testable import Learning

/// A matrix with every measure worked out by hand.
struct WorkedMatrix: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let counts: [Int]
  let before: [Int]
  let rows: [[Int]]
  let overall: [Double]
  let average: Double
  var forgetting: Double?
  var backward: Double?
  var forward: Double?

  var matrix: AccuracyMatrix {
    var matrix = AccuracyMatrix(counts: counts, before: before)
    for row in rows { matrix.append(row) }
    return matrix
  }
}

@Suite struct AccuracyMatrixTests {
  static let worked = [
    WorkedMatrix(
      testDescription: "three experiences with ten test images each",
      counts: [10, 10, 10], before: [1, 2, 3],
      rows: [[9, 1, 0], [6, 8, 2], [3, 5, 10]],
      overall: [9.0 / 10, (6.0 + 8) / 20, (3.0 + 5 + 10) / 30],
      average: (0.9 + 0.7 + 0.6) / 3,
      forgetting: ((0.9 - 0.3) + (0.8 - 0.5)) / 2,
      backward: ((0.3 - 0.9) + (0.5 - 0.8)) / 2,
      forward: ((0.1 - 0.2) + (0.2 - 0.3)) / 2),
    WorkedMatrix(
      testDescription: "unequal test counts weigh images, not experiences",
      counts: [2, 8, 40], before: [1, 4, 0],
      rows: [[2, 0, 0], [1, 6, 10], [2, 4, 30]],
      overall: [2.0 / 2, (1.0 + 6) / 10, (2.0 + 4 + 30) / 50],
      average: (1 + 0.7 + 0.72) / 3,
      // Experience 1: best of 2/2 and 1/2, now 2/2; experience 2: best 6/8, now 4/8.
      forgetting: ((1 - 1) + (0.75 - 0.5)) / 2,
      backward: ((1 - 1) + (0.5 - 0.75)) / 2,
      forward: ((0 - 4.0 / 8) + (10.0 / 40 - 0)) / 2),
    WorkedMatrix(
      testDescription: "one experience has no transfer",
      counts: [4], before: [1], rows: [[3]], overall: [3.0 / 4], average: 0.75),
    WorkedMatrix(
      testDescription: "forgetting below zero: the old experience got better",
      counts: [10, 10], before: [5, 5], rows: [[5, 4], [7, 9]],
      overall: [0.5, (7.0 + 9) / 20], average: (0.5 + 0.8) / 2,
      forgetting: 0.5 - 0.7, backward: 0.7 - 0.5, forward: 0.4 - 0.5),
    WorkedMatrix(
      testDescription: "the best lies between: forgetting is not minus backward transfer",
      counts: [10, 10, 10], before: [0, 0, 0],
      rows: [[5, 0, 0], [9, 5, 0], [6, 5, 5]],
      overall: [0.5, (9.0 + 5) / 20, (6.0 + 5 + 5) / 30],
      average: (0.5 + 0.7 + 16.0 / 30) / 3,
      forgetting: ((0.9 - 0.6) + (0.5 - 0.5)) / 2,
      backward: ((0.6 - 0.5) + (0.5 - 0.5)) / 2, forward: 0),
  ]

  @Test(arguments: worked)
  func `every measure is what it is by hand`(example: WorkedMatrix) {
    let matrix = example.matrix
    #expect(matrix.overall.count == example.overall.count)
    for (found, expected) in zip(matrix.overall, example.overall) { near(found, expected) }
    near(matrix.last, example.overall.last)
    near(matrix.average, example.average)
    near(matrix.forgetting, example.forgetting)
    near(matrix.backward, example.backward)
    near(matrix.forward, example.forward)
  }

  private func near(_ found: Double?, _ expected: Double?) {
    guard let found, let expected else {
      #expect(found == expected)
      return
    }
    #expect(abs(found - expected) < 1e-14)
  }

  @Test func `nothing is measured before anything is learned`() {
    let matrix = AccuracyMatrix(counts: [10, 10], before: [5, 0])
    #expect(matrix.overall == [])
    #expect(matrix.last == nil && matrix.average == nil && matrix.forgetting == nil)
    #expect(matrix.backward == nil && matrix.forward == nil)
  }

  @Test func `an unfinished stream is measured on what was learned so far`() {
    var matrix = AccuracyMatrix(counts: [10, 10, 10], before: [0, 0, 0])
    matrix.append([8, 3, 10])
    matrix.append([4, 6, 10])
    #expect(matrix.overall == [0.8, (4.0 + 6) / 20])
    #expect(matrix.forgetting == 0.8 - 0.4)
    #expect(matrix.forward == 0.3)
  }

  @Test func `an experience without test images counts as zero`() {
    var matrix = AccuracyMatrix(counts: [0, 4], before: [0, 0])
    matrix.append([0, 1])
    matrix.append([0, 3])
    #expect(matrix.overall == [0, 0.75])
    #expect(matrix.accuracies == [[0, 0.25], [0, 0.75]])
  }

  @Test(arguments: worked)
  func `a matrix survives being written and read`(example: WorkedMatrix) throws {
    let data = try JSONEncoder().encode(example.matrix)
    #expect(try JSONDecoder().decode(AccuracyMatrix.self, from: data) == example.matrix)
  }

  @Test func `the mean over experiences does not weigh them by their images`() {
    var matrix = AccuracyMatrix(counts: [10, 40], before: [0, 0])
    #expect(matrix.means == [])
    matrix.append([8, 0])
    matrix.append([5, 40])
    #expect(matrix.means == [0.8, 0.75])
    #expect(matrix.overall == [0.8, 0.9])
  }
}
