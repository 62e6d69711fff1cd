import Streams
import Torch

/// A dry run: the learner is made as for a training, but steps are only counted, and placeholders
/// stand for what they would give.
extension LearningRun {
  /// The share of generated images that the oracle classifier recognises, which `eval` finds and no
  /// training.
  package static let recognised = "recognised"

  /// Answers of which some are wrong, more of them the more was learned, so that no measure is 0.
  func placeholder(_ images: ImageSelection, _ outputs: Range<Int>) -> AnswerCounts {
    let every = max(2, 8 - completed)
    let answers = images.labels.enumerated().map { place, label in
      guard place.isMultiple(of: every), outputs.contains(label) else { return label }
      return label + 1 < outputs.upperBound ? label + 1 : outputs.lowerBound
    }
    return AnswerCounts(truths: images.labels, answers: answers)
  }

  /// The numbers that the learner's card announces and that only a training gives.
  func placeholders(besides own: [MeasuredValue]) -> [MeasuredValue] {
    guard completed > 0 || step > 0 else { return [] }
    return type(of: learner).card.results.filter { offer in
      offer.name != Self.recognised && !own.contains { $0.name == offer.name }
    }.map { MeasuredValue($0.name, count: 1) }
  }

  /// Images of the learner's generator, `[count, channels, height, width]` in 0...1; nil if it cannot
  /// make any.
  package func dream(_ count: Int, key: RandomKey) throws -> Tensor? {
    guard isRehearsal else { return try learner.dream(count, key: key) }
    return try learner.canDream(of: nil, after: begun, phase: phase) ? blank(count) : nil
  }

  /// The same of the class at place `output` of the head.
  package func dream(_ count: Int, of output: Int, key: RandomKey) throws -> Tensor? {
    guard isRehearsal else { return try learner.dream(count, of: output, key: key) }
    return try learner.canDream(of: output, after: begun, phase: phase) ? blank(count) : nil
  }

  /// Experiences of which at least one step was taken.
  private var begun: [Experience] {
    Array(stream.experiences.prefix(completed + (step > 0 ? 1 : 0)))
  }

  /// Stands for `count` images.
  func blank(_ count: Int) throws -> Tensor {
    let shape = stream.shape
    return try Tensor.zeros([count, shape.channels, shape.height, shape.width])
  }
}

extension [Phase] {
  /// The phase in which step `step`, counted from 1, of an experience with `count` images is taken.
  func name(ofStep step: Int, of count: Int) -> String? {
    var left = step
    for phase in self {
      let steps = phase.budget.total(count)
      if left <= steps { return phase.name }
      left -= steps
    }
    return last?.name
  }

  /// The phases in which the steps at `range`, counted from 0, of an experience with `count` images are
  /// taken.
  func names(_ range: Range<Int>, of count: Int) -> [String] {
    var start = 0
    return compactMap { phase in
      let own = start..<(start + phase.budget.total(count))
      start = own.upperBound
      return own.overlaps(range) ? phase.name : nil
    }
  }

  /// Images of the first `steps` steps of an experience with `count` images.
  func images(_ steps: Int, of count: Int) -> Int {
    var (left, images) = (steps, 0)
    for budget in map(\.budget) {
      let taken = Swift.min(left, budget.total(count))
      let (epochs, rest) = taken.quotientAndRemainder(dividingBy: budget.stepsPerEpoch(count))
      images += epochs * count + Swift.min(count, rest * budget.batch)
      left -= taken
    }
    return images
  }
}
