import Streams
import Torch

/// How a learner classifies images that it generates itself.
package struct OwnAnswers {
  /// Images that are generated, of each class where the generator can be asked for one.
  package static let count = 100

  /// Answers by the class that was asked for; of an unconditional generator all under class 0.
  package let counts: AnswerCounts
  /// Whether images of one class can be asked for.
  package let isConditional: Bool

  /// Nil if the learner generates no images, or if answers need more than the image.
  ///
  /// - Throws: `TorchError`.
  package init?(_ run: LearningRun, key: RandomKey) throws {
    guard !run.isRehearsal, run.completed > 0, run.stream.scenario == .classIncremental else {
      return nil
    }
    let outputs = 0..<run.stream.experiences[run.completed - 1].outputs.upperBound
    func answers(_ images: Tensor) throws -> [Int] {
      try withoutGradients {
        try Evaluation.best(run.learner.scores(images), among: outputs)
      }
    }
    var (truths, found): ([Int], [Int]) = ([], [])
    for output in outputs {
      guard let images = try run.dream(Self.count, of: output, key: key("class", output)) else {
        continue
      }
      found += try answers(images)
      truths += [Int](repeating: output, count: Self.count)
    }
    isConditional = !truths.isEmpty
    if truths.isEmpty {
      guard let images = try run.dream(Self.count, key: key("any")) else { return nil }
      found = try answers(images)
      truths = [Int](repeating: 0, count: found.count)
    }
    counts = AnswerCounts(truths: truths, answers: found)
  }
}
