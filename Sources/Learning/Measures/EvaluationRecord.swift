import Streams
import Torch

/// The evaluation results of a learner, from which all measures are computed.
package struct EvaluationRecord: Sendable, Equatable {
  package let scenario: Scenario
  /// Places in the head of each experience's classes.
  package let outputs: [Range<Int>]
  /// Correct answers on every experience after every experience.
  package let matrix: AccuracyMatrix
  /// The answers to test images, `[experiences learned][experiences seen]`; a row is empty where
  /// none were recorded.
  package let answers: [[AnswerCounts]]
  /// Classes that the learner chose among, at least.
  private let classes: Int
  /// Accuracies during training, where they were measured.
  package var course = AccuracyCourse()
  /// The accuracies of a joint learner on the same experiences, for comparison.
  package var joint: AccuracyMatrix?
  package var cost = TrainingCost()

  package init(
    scenario: Scenario, outputs: [Range<Int>], matrix: AccuracyMatrix, answers: [[AnswerCounts]],
    classes: Int = 0
  ) {
    (self.scenario, self.outputs, self.classes) = (scenario, outputs, classes)
    (self.matrix, self.answers) = (matrix, answers)
  }

  /// The answers to the images of some experiences with these `outputs`, chosen among the first
  /// `classes` classes, with the history of the learner that gave them.
  package init(
    _ history: EvaluationRecord, outputs: [Range<Int>], classes: Int, answers: [AnswerCounts]
  ) {
    self.init(
      scenario: history.scenario, outputs: outputs, matrix: history.matrix, answers: [answers],
      classes: classes)
    (course, joint, cost) = (history.course, history.joint, history.cost)
  }

  /// The newest answers to all images, and the number of classes among them; nil if none
  /// are recorded.
  package var newest: (answers: AnswerCounts, classes: Int)? { answers(after: answers.count - 1) }

  /// The same after experience `index`, from 0, was learned.
  package func answers(after index: Int) -> (answers: AnswerCounts, classes: Int)? {
    guard answers.indices.contains(index), !answers[index].isEmpty else { return nil }
    let known = outputs.prefix(answers[index].count).map(\.upperBound).max() ?? 0
    let sum = AnswerCounts.sum(answers[index])
    return (sum, max(known, classes, (sum.pairs.map(\.answer).max() ?? 0) + 1))
  }

  /// The same as it was once `count` experiences were learned; nil where it goes back less far.
  package func after(_ count: Int) -> EvaluationRecord? {
    guard (1...max(1, matrix.correct.count)).contains(count), count <= matrix.correct.count else {
      return nil
    }
    var earlier = AccuracyMatrix(counts: matrix.counts, before: matrix.before)
    matrix.correct.prefix(count).forEach { earlier.append($0) }
    return EvaluationRecord(
      scenario: scenario, outputs: outputs, matrix: earlier, answers: Array(answers.prefix(count)),
      classes: classes)
  }

  /// Sixty-four bits that differ as soon as any number of it does.
  package func digest() -> UInt64 {
    var digest = StateDigest()
    func add(_ numbers: [Int]) {
      digest.combine(UInt64(numbers.count))
      for number in numbers { digest.combine(UInt64(bitPattern: Int64(number))) }
    }
    add(matrix.counts)
    add(matrix.before)
    matrix.correct.forEach(add)
    for row in answers {
      for counts in row {
        add(counts.pairs.flatMap { [$0.truth, $0.answer, $0.count] })
        counts.confidence?.bits.forEach { digest.combine($0) }
      }
    }
    if !course.points.isEmpty { add(course.numbers) }
    return digest.value
  }
}
