import Foundation
import Streams
import Testing
import Torch

@testable import Learning

/// Measures beside the accuracy matrix, each against a case worked out by hand.
@Suite struct HandWorkedMeasureTests {
  /// Two experiences of two classes; joint accuracies 1 and 7/8, own 3/4 and 1/2.
  private static let record = MeasureTests.record

  private static func near(_ found: Double?, _ expected: Double) -> Bool {
    found.map { abs($0 - expected) < 1e-12 } ?? false
  }

  private func number(_ measure: Measure, _ record: EvaluationRecord) -> Double? {
    guard case .number(let value)? = measure.values(record).first?.content else { return nil }
    return value
  }

  @Test func `calibration error is the gap between confidence and accuracy in each bin`() {
    // Bins are 1/15 wide: 0.61 and 0.66 are in the tenth, above 0.6; 0.95 and 1 in the last.
    let bins = ConfidenceBins(
      [0.61, 0.66, 0.95, 1, .nan], isCorrect: [true, false, true, true, false])
    // Tenth: |0.61 + 0.66 - 1| = 0.27; last: |0.95 + 1 - 2| = 0.05; four images.
    #expect(Self.near(bins.expectedError, 0.32 / 4))
    #expect(bins.levels.map(\.images) == [2, 2] && bins.levels.map(\.accuracy) == [0.5, 1])
    #expect(ConfidenceBins([], isCorrect: []).expectedError == nil)
    // The upper end of a bin belongs to it: 1/15 is in the first bin.
    let edge = ConfidenceBins([1.0 / 15, 0.01], isCorrect: [false, false])
    #expect(edge.levels.map(\.images) == [2])
    let both = ConfidenceBins.sum([bins, edge])
    let gaps: Double = 0.32 + 1.0 / 15 + 0.01
    #expect(Self.near(both.expectedError, gaps / 6))
  }

  @Test func `confidence is the share in the softmax of the scores that compete`() throws {
    // Softmax of 0 and ln 3 is 1/4 and 3/4; the third score does not compete.
    let scores = try Tensor([0, 1.0986122886681098, 50], shape: [1, 3])
    let stream = try Small.stream()
    let answers = try Evaluation.each(
      stream.experiences[0].test, outputs: 0..<2
    ) { images in try scores.expand([images.shape[0], 3]) }
    #expect(answers.allSatisfy { $0.place == 1 && abs($0.confidence - 0.75) < 1e-12 })
    #expect(answers.count == 6)
  }

  @Test func `the accuracy of each class is its share on the diagonal`() throws {
    // The newest answers: 0 as 2 and 0, 1 as 3 and without answer, 2 as 2 twice, 3 as 3 and 1.
    let values = Measure.classes.values(Self.record)
    #expect(values == [MeasuredValue("classes", .numbers([0.5, 0, 1, 0.5]))])
    let classes = try #require(Self.record.newest).answers.byClass
    #expect(classes.map(\.images) == [2, 2, 2, 2] && classes.map(\.place) == [0, 1, 2, 3])
    #expect(classes.map { $0.mistaken?.answer } == [2, 3, nil, 1])
  }

  @Test func `learning accuracy is the mean of the diagonal`() {
    #expect(Self.near(number(.learning, Self.record), (0.75 + 0.75) / 2))
  }

  @Test func `intransigence and omega compare with a joint learner step by step`() {
    var joint = AccuracyMatrix(counts: [4, 4, 4], before: [2, 0, 0])
    joint.append([4, 0, 0])
    joint.append([3, 4, 0])
    joint.append([4, 4, 4])
    var record = Self.record
    #expect(number(.intransigence, record) == nil && number(.omega, record) == nil)
    record.joint = joint
    // On the diagonal 4/4 and 4/4 against 3/4 and 3/4; overall 4/4 and 7/8 against 3/4 and 4/8.
    #expect(Self.near(number(.intransigence, record), 0.25))
    let shares: Double = 0.75 / 1 + 0.5 / 0.875
    #expect(Self.near(number(.omega, record), shares / 2))
    var short = AccuracyMatrix(counts: [4, 4, 4], before: [2, 0, 0])
    short.append([4, 0, 0])
    record.joint = short
    #expect(number(.omega, record) == nil && number(.intransigence, record) == nil)
    record.joint = AccuracyMatrix(counts: [5, 4, 4], before: [2, 0, 0])
    #expect(number(.omega, record) == nil)
  }

  @Test func `the lowest accuracy looks between experiences too`() {
    var record = Self.record
    // At the end of experience 2, 1 of 4 images of experience 1 are right.
    #expect(Self.near(number(.lowest, record), 0.25))
    var course = AccuracyCourse()
    course.add(.init(experience: 0, step: 1, correct: [0]))
    course.add(.init(experience: 1, step: 2, correct: [0, 4]))
    record.course = course
    // What is measured while experience 1 itself is learned does not count.
    #expect(Self.near(number(.lowest, record), 0))
    #expect(
      Measure.course.values(record) == [
        MeasuredValue("course", .matrix([[1, 1, 0], [2, 2, 0.5]]))
      ])
    #expect(course.isPossible([4, 4, 4]) && !course.isPossible([4, 3, 4]))
  }

  @Test func `what is measured during training leaves the training as it is`() throws {
    let stream = try Small.stream()
    let plain = try Small.run("finetune", stream)
    try plain.learn()
    let watched = try Small.run("finetune", stream)
    let summary = try watched.advance(
      Budget(epochs: 2, batch: 8), until: 3, watch: TrainingWatch(every: 2), clock: { 0 },
      shouldStop: { false }, report: { _ in })
    #expect(try watched.digest() == plain.digest() && watched.matrix == plain.matrix)
    // Two epochs of 8 and 4 images are four steps in each experience.
    #expect(watched.course.points.map(\.experience) == [0, 0, 1, 1, 2, 2])
    #expect(watched.course.points.map(\.step) == [2, 4, 2, 4, 2, 4])
    for (index, point) in watched.course.points.filter({ $0.step == 4 }).enumerated() {
      #expect(point.correct == Array(watched.matrix.correct[index].prefix(index + 1)))
    }
    #expect(watched.resultDigest != plain.resultDigest)
    // A hidden layer of 16 on 64 pixels and 6 outputs: 16 * 64 + 16 * 6 products per image, forward,
    // and twice as many backward but for the gradient of the pixels; each counts as two operations.
    let (first, second) = (64 * 16, 16 * 6)
    let products = 2 * first + 3 * second
    #expect(summary.operations == 2 * 8 * products)
    let (parameters, cost) = (first + 16 + second + 6, watched.record.cost)
    #expect(summary.images == 72 && cost.parameters == parameters)
    #expect(cost.bytes == 4 * parameters)
  }

  @Test func `early stopping ends an experience after epochs without a gain`() throws {
    var state = EarlyStopping()
    let ends = [3, 3, 4, 4, 4].map { state.isOver($0, patience: 2) }
    #expect(ends == [false, false, false, false, true])
    let stream = try Datasets.stream(
      "glyphs",
      .init([
        "figures": .integer(4), "split": .integer(2), "train": .integer(8), "test": .integer(4),
        "size": .integer(8), "validation": .number(0.25),
      ]), in: DataDirectory("/nowhere"))
    func run(stoppingAt stop: Int? = nil) throws -> LearningRun {
      // A rate of 0 gains nothing after the first epoch.
      let run = try Small.run("finetune", stream, settings: .init(["rate": .number(0)]))
      var polls = 0
      for _ in 0..<2 {
        let summary = try run.advance(
          Budget(epochs: 50, batch: 8), until: 2, watch: TrainingWatch(patience: 3),
          clock: { 0 },
          shouldStop: {
            polls += 1
            return polls == stop
          }, report: { _ in })
        // The first epoch and three more, of 12 images in two steps.
        if stop == nil { #expect(summary.steps == 2 * 8) }
        if run.isFinished { break }
      }
      return run
    }
    let straight = try run()
    let stopped = try run(stoppingAt: 6)
    #expect(straight.isFinished && stopped.isFinished)
    #expect(try straight.digest() == stopped.digest() && straight.matrix == stopped.matrix)
  }

  @Test(arguments: LearnerContractTests.names)
  func `every learner says what it keeps between experiences`(name: String) throws {
    let stream = try Small.stream(of: name)
    let run = try Small.run(name, stream)
    try run.learn()
    let bytes = try #require(run.record.cost.bytes, "\(name) does not say")
    #expect(bytes > 0)
    let values = try run.measures()
    #expect(values.filter { $0.name == "bytes" } == [MeasuredValue("bytes", count: bytes)])
    // A joint learner keeps all images, of 64 bytes each.
    let weights = 64 * 16 + 16 + 16 * 6 + 6
    if name == "joint" { #expect(bytes == 36 * 64 + 4 * weights) }
  }
}
