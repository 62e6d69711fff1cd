import Models
import Streams
import Torch

/// What a run finds on test images, and what is computed from it.
extension LearningRun {
  /// The answers to the test images of every experience when `seen` is the newest learned.
  func answers(seen: Experience) throws -> [AnswerCounts] {
    try stream.experiences.map { experience in
      try answers(on: experience.test, outputs: competing(experience, seen: seen))
    }
  }

  func answers(on images: ImageSelection, outputs: Range<Int>) throws -> AnswerCounts {
    isRehearsal
      ? placeholder(images, outputs)
      : try Evaluation.answers(
        on: images, outputs: outputs, device: device, scores: learner.scores)
  }

  /// The outputs that compete for an image of `experience`.
  func competing(_ experience: Experience, seen: Experience) -> Range<Int> {
    stream.scenario == .classIncremental ? 0..<seen.outputs.upperBound : experience.outputs
  }

  /// The answers to images of `experience` as the learner stands now.
  package func evaluate(
    _ experience: Experience, _ selection: ImageSelection
  ) throws -> AnswerCounts {
    let newest = stream.experiences[max(0, step > 0 ? completed : completed - 1)]
    return try answers(on: selection, outputs: competing(experience, seen: newest))
  }

  /// The answers to `images` of a stream that may be another one, matched by the names of classes.
  ///
  /// - Throws: `StreamsError` if the images have another shape or a class that this run's stream lacks.
  package func evaluate(
    _ images: ImageSelection, of other: ExperienceStream
  ) throws -> AnswerCounts {
    AnswerCounts.sum(
      try other.matched(images, to: stream).map { try evaluate($0.experience, $0.images) })
  }

  /// The test images of experiences that are learned to which the learner gives a wrong class now,
  /// the most confident answers first.
  package func mistakes() throws -> [Mistake] {
    let learned = stream.experiences.prefix(max(1, completed))
    let newest = stream.experiences[max(0, step > 0 ? completed : completed - 1)]
    let found = try learned.flatMap { experience -> [Mistake] in
      let images = experience.test
      let answers = try each(images, outputs: competing(experience, seen: newest))
      return answers.enumerated().filter { $1.place != images.labels[$0] }.map { place, answer in
        Mistake(experience: experience, place: place, answer: answer)
      }
    }
    // Ties keep the order of the images.
    return found.enumerated().sorted { left, right in
      let (a, b) = (left.element.answer.confidence, right.element.answer.confidence)
      return a == b || a.isNaN && b.isNaN ? left.offset < right.offset : b.isNaN || a > b
    }.map(\.element)
  }

  private func each(
    _ images: ImageSelection, outputs: Range<Int>
  ) throws -> [Evaluation.Answer] {
    guard isRehearsal else {
      return try Evaluation.each(
        images, outputs: outputs, device: device, scores: learner.scores)
    }
    return placeholder(images, outputs).pairs.flatMap { pair in
      [Evaluation.Answer](
        repeating: .init(place: pair.answer, confidence: 1), count: pair.count)
    }
  }

  /// A test image with its wrong answer.
  package struct Mistake {
    package let experience: Experience
    /// Its place among the experience's test images.
    package let place: Int
    package let answer: Evaluation.Answer
  }

  /// What the evaluations so far found.
  package var record: EvaluationRecord {
    var record = EvaluationRecord(
      scenario: stream.scenario, outputs: stream.experiences.map(\.outputs), matrix: matrix,
      answers: answers)
    record.course = course
    let placeholder = isRehearsal && (completed > 0 || step > 0) ? 1 : nil
    record.cost = TrainingCost(
      bytes: (try? learner.keptBytes()) ?? placeholder, parameters: learner.state.weights)
    return record
  }

  /// Every recorded measure of `record`, which is this run's, then the learner's own.
  package func measures(_ record: EvaluationRecord? = nil) throws -> [MeasuredValue] {
    let recorded = Measures.recorded(record ?? self.record)
    var own = try learner.measures()
    if isRehearsal { own += placeholders(besides: own) }
    return recorded + own.filter { value in !recorded.contains { $0.name == value.name } }
  }

  /// A digest of evaluations and losses, on which no later step depends.
  package var resultDigest: UInt64 {
    var digest = StateDigest()
    digest.combine(record.digest())
    digest.combine(history.digest())
    return digest.value
  }

  /// A digest of all that the next step depends on.
  package func digest() throws -> UInt64 {
    var digest = StateDigest()
    digest.combine(try learner.state.digest())
    digest.combine(UInt64(completed))
    digest.combine(UInt64(step))
    if reopening.rounds > 0 {
      digest.combine(UInt64(reopening.rounds))
      digest.combine(reopening.isHeadOpen ? 2 as UInt64 : reopening.isOpen ? 1 : 0)
    }
    if let stopping {
      digest.combine(UInt64(bitPattern: Int64(stopping.best)))
      digest.combine(UInt64(stopping.waited))
    }
    return digest.value
  }
}
