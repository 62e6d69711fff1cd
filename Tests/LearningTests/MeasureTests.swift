import Catalog
import Foundation
import Streams
import Testing
import Torch

@testable import Learning

/// What every measure promises, and those that are not read off the accuracy matrix alone.
@Suite struct MeasureTests {
  static let measures = Measures.all

  /// Two experiences of classes 0, 1 and 2, 3 with four test images each.
  static let record = EvaluationRecord(
    scenario: .classIncremental, outputs: [0..<2, 2..<4, 4..<6],
    matrix: {
      var matrix = AccuracyMatrix(counts: [4, 4, 4], before: [2, 0, 0])
      matrix.append([3, 0, 0])
      matrix.append([1, 3, 0])
      return matrix
    }(),
    answers: [
      [AnswerCounts(truths: [0, 0, 1, 1], answers: [0, 0, 1, 0])],
      [
        AnswerCounts(truths: [0, 0, 1, 1], answers: [2, 0, 3, AnswerCounts.none]),
        AnswerCounts(truths: [2, 2, 3, 3], answers: [2, 2, 3, 1]),
      ],
    ])

  @Test func `the measures of a training have their fixed names, order and values`() {
    let values = Measures.recorded(Self.record)
    #expect(
      values.map(\.name) == [
        "last", "average", "forgetting", "backward", "forward", "accuracy", "a2", "a4",
      ])
    let numbers = values.compactMap { value in
      if case .number(let number) = value.content { number } else { nil }
    }
    // (1 + 3) / 8, (3/4 + 4/8) / 2, 3/4 - 1/4, 1/4 - 3/4, 0/4 - 0/4, 3/4, (1/4 + 3/4) / 2.
    #expect(numbers == [0.5, 0.625, 0.5, -0.5, 0, 0.75, 0.5])
    #expect(values[5].content == .matrix([[0.75, 0, 0], [0.25, 0.75, 0]]))
  }

  @Test func `an untrained learner has no measures`() {
    let matrix = AccuracyMatrix(counts: [4], before: [2])
    let record = EvaluationRecord(
      scenario: .classIncremental, outputs: [0..<2], matrix: matrix, answers: [])
    for measure in Self.measures { #expect(measure.values(record).isEmpty, "\(measure.name)") }
  }

  @Test func `the confusion matrix counts answers by class and leaves out what has none`() {
    let values = Measure.confusion.values(Self.record)
    #expect(
      values == [
        MeasuredValue(
          "confusion",
          .counts([[1, 0, 1, 0], [0, 0, 0, 1], [0, 0, 2, 0], [0, 1, 0, 1]]))
      ])
    #expect(Self.record.newest?.answers.unanswered == 1)
    #expect(
      Self.record.answers(after: 0)?.answers.matrix(classes: 2) == [[2, 0], [1, 1]])
  }

  @Test func `tables leave out what means nothing in the scenario`() {
    let names = Measures.numbers(Self.record).map(\.name)
    #expect(names == ["last", "average", "forgetting", "backward"])
    let task = EvaluationRecord(
      scenario: .taskIncremental, outputs: Self.record.outputs, matrix: Self.record.matrix,
      answers: [])
    #expect(Measures.numbers(task).map(\.name) == names + ["forward"])
    #expect(Measure.forward.description.contains("not meaningful in class-incremental streams"))
  }

  @Test(arguments: measures.map(\.name))
  func `a measure has a name, one line of help and a range that holds its values`(
    name: String
  ) throws {
    let measure = try #require(Measures[name])
    #expect(Measures.all.count { $0.name == name } == 1)
    #expect(!measure.help.isEmpty && !measure.help.hasSuffix(".") && !measure.over.isEmpty)
    #expect(!measure.description.contains("\n") && !measure.scenarios.isEmpty)
    for value in measure.values(Self.record) {
      let numbers: [Double] =
        switch value.content {
        case .count(let count): [Double(count)]
        case .number(let number): [number]
        case .numbers(let numbers): numbers
        case .matrix(let rows): Array(rows.joined())
        case .counts(let rows): rows.joined().map(Double.init)
        }
      #expect(numbers.allSatisfy(measure.range.contains))
    }
  }

  @Test func `counts of answers add up, survive being written and tell what cannot be`() throws {
    let counts = AnswerCounts(truths: [1, 0, 1, 1], answers: [0, 0, 1, 0])
    #expect(counts.count == 4 && counts.correct == 2 && counts.unanswered == 0)
    #expect(
      counts.pairs == [
        .init(truth: 0, answer: 0, count: 1), .init(truth: 1, answer: 0, count: 2),
        .init(truth: 1, answer: 1, count: 1),
      ])
    let data = try JSONEncoder().encode(counts)
    #expect(try JSONDecoder().decode(AnswerCounts.self, from: data) == counts)
    #expect(counts.isPossible(count: 4, outputs: 2))
    #expect(!counts.isPossible(count: 5, outputs: 2) && !counts.isPossible(count: 4, outputs: 1))
    let sum = AnswerCounts.sum([counts, AnswerCounts(truths: [0, 1], answers: [0, -1])])
    #expect(sum.count == 6 && sum.correct == 3 && sum.unanswered == 1)
    for text in ["[1,2]", "[0,0,-1]", "[0,0,4,0]", "[0,-2,4]", "[9,0,4]"] {
      let damaged = try JSONDecoder().decode(
        AnswerCounts.self, from: Data("{\"numbers\":\(text)}".utf8))
      #expect(!damaged.isPossible(count: 4, outputs: 2), "\(text)")
      _ = (damaged.pairs, damaged.matrix(classes: 2))
    }
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `an image with a score that is not finite has no answer`(score: Double) throws {
    let scores = try Tensor([0, 3, 1, 0, score, 1, 2, 0, 1, 9], shape: [2, 5]).to(.float32)
    #expect(try Evaluation.best(scores, among: 1..<4) == [1, 1])
    #expect(try Evaluation.best(scores, among: 0..<4) == [1, 1])
    #expect(try Evaluation.best(scores, among: 0..<5) == [AnswerCounts.none, 4])
  }

  @Test(arguments: [
    ([9, 1], "1,9"), ([0, 1, 2, 3], "0-3"), ([0, 1], "0-1"), ([7], "7"), ([3, 1, 2, 8], "1-3,8"),
    ([0, 2, 4, 6, 8, 10, 12], "0,2,4,6,…"), ([100, 5000], "100,5000"),
    (Array(0..<100), "0-99"), ([1000, 3000, 5000], "1000,…"),
  ])
  func `experiences are called by their classes`(classes: [Int], label: String) {
    #expect(Measures.label(classes) == label)
    #expect(label.count <= 9)
  }

  @Test func `classes with names are joined by hyphens, many of them are counted`() throws {
    #expect(Measures.labels(try Small.stream()).count == 3)
    let many = try Small.stream(split: 1)
    #expect(Measures.labels(many) == [many.classNames.allSatisfy { Int($0) != nil } ? "0-5" : "1"])
  }
}
