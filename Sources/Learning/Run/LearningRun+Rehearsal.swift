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

  /// Takes the steps of an experience without computing them.
  func rehearse(_ all: [Phase], _ summary: inout TrainingSummary, _ limit: Int?) throws {
    let phases = all.filter { !$0.isOptional }
    let index = completed
    let count = { (phase: Phase) in self.images(phase, index).count }
    let end = phases.reduce(0) { $0 + $1.budget.total(count($1)) }
    let taken = step + min(max(0, end - step), max(0, (limit ?? .max) - summary.steps))
    summary.add(
      steps: taken - step, images: phases.images(taken, of: count) - phases.images(step, of: count),
      of: phases.names(step..<taken, of: count), experience: completed)
    step = taken
    phase = phases.name(ofStep: step, of: count)
    summary.interrupted = step < end
    guard !summary.interrupted else { return }
    try measure(stream.experiences[completed])
    (completed, step, phase, reopening.isOpen) = (completed + 1, 0, nil, false)
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
  /// The phase in which step `step`, counted from 1, is taken, where a phase goes through `count`
  /// images.
  func name(ofStep step: Int, of count: (Phase) -> Int) -> String? {
    var left = step
    for phase in self {
      let steps = phase.budget.total(count(phase))
      if left <= steps { return phase.name }
      left -= steps
    }
    return last?.name
  }

  /// The phases in which the steps at `range`, counted from 0, are taken.
  func names(_ range: Range<Int>, of count: (Phase) -> Int) -> [String] {
    var start = 0
    return compactMap { phase in
      let own = start..<(start + phase.budget.total(count(phase)))
      start = own.upperBound
      return own.overlaps(range) ? phase.name : nil
    }
  }

  /// Images of the first `steps` steps.
  func images(_ steps: Int, of count: (Phase) -> Int) -> Int {
    var (left, images) = (steps, 0)
    for phase in self {
      let (budget, count) = (phase.budget, count(phase))
      let taken = Swift.min(left, budget.total(count))
      let (epochs, rest) = taken.quotientAndRemainder(dividingBy: budget.stepsPerEpoch(count))
      images += epochs * count + Swift.min(count, rest * budget.batch)
      left -= taken
    }
    return images
  }
}
