import Models
import Streams
import Torch

/// A learner being trained on one stream: the only training loop.
package final class LearningRun {
  package let learner: any Learner
  package let stream: ExperienceStream
  package private(set) var matrix: AccuracyMatrix
  /// The answers to test images, `[experiences learned][experiences seen]`.
  package private(set) var answers: [[AnswerCounts]] = []
  package private(set) var history = LossHistory()
  /// Experiences learned to their end.
  package private(set) var completed: Int
  /// Steps taken in the experience that is not ended yet; 0 also before its beginning.
  package private(set) var step: Int
  /// Whether steps are only counted; see `LearningRun+Rehearsal`.
  package let isRehearsal: Bool
  /// In a rehearsal, the phase of the newest step of an experience that has not ended.
  private(set) var phase: String?
  private let key: RandomKey
  private let device: Device
  private var hasBegun = false

  /// Starts at the beginning of `stream` and evaluates the untrained learner.
  package init(
    _ learner: any Learner, on stream: ExperienceStream, key: RandomKey, device: Device = .cpu,
    isRehearsal: Bool = false
  ) throws {
    (self.learner, self.stream, self.key, self.device) = (learner, stream, key, device)
    (completed, step, self.isRehearsal) = (0, 0, isRehearsal)
    matrix = AccuracyMatrix(counts: stream.experiences.map(\.test.count), before: [])
    guard type(of: learner).answers else { return }
    let before = try answers(seen: stream.experiences[0])
    matrix = AccuracyMatrix(counts: matrix.counts, before: before.map(\.correct))
  }

  /// Continues where a saved run stood, whose tensors had these `shapes`; the learner's state is to be
  /// restored by the caller.
  ///
  /// - Parameter answers: empty where an older file has none.
  package init(
    _ learner: any Learner, on stream: ExperienceStream, key: RandomKey, matrix: AccuracyMatrix,
    answers: [[AnswerCounts]] = [], history: LossHistory = LossHistory(), completed: Int,
    step: Int, shapes: [String: [Int]] = [:], device: Device = .cpu, isRehearsal: Bool = false
  ) throws {
    (self.learner, self.stream, self.key, self.device) = (learner, stream, key, device)
    self.isRehearsal = isRehearsal
    (self.matrix, self.history, self.completed, self.step) = (matrix, history, completed, step)
    self.answers = answers.count == completed ? answers : .init(repeating: [], count: completed)
    guard !isRehearsal else { return }
    if completed > 0 {
      try learner.restore(past: Array(stream.experiences.prefix(completed)), shapes: shapes)
    }
    if step > 0 { try begin(stream.experiences[completed]) }
  }

  /// Whether every experience is learned.
  package var isFinished: Bool { completed == stream.experiences.count }

  /// Steps that `advance` would take.
  package func stepsAhead(_ budget: Budget, until end: Int) -> Int {
    (completed..<max(completed, end)).reduce(0) { sum, index in
      let steps = phases(index, budget).reduce(0) {
        $0 + $1.budget.total(trainingImages(index).count)
      }
      return sum + max(0, steps - (index == completed ? step : 0))
    }
  }

  /// Continues until `end` experiences are learned, `limit` steps are taken or `shouldStop` says so.
  ///
  /// All state is kept when it stops early; the next call continues with the very next step. A step's
  /// images depend on the run's key, the experience, the phase, the epoch and the batch size alone.
  /// A training that was cut short goes on from what it had `done`. After every step and at the end
  /// of every experience `keep` may save the state.
  ///
  /// - Parameter goesOnDiverged: whether to continue after a loss that is not finite.
  /// - Throws: `DivergenceError` at the first loss that is not finite, and what the learner throws.
  package func advance(
    _ budget: Budget, until end: Int, limit: Int? = nil, goesOnDiverged: Bool = false,
    from done: TrainingSummary = TrainingSummary(), clock: () -> Double, shouldStop: () -> Bool,
    keep: (TrainingSummary, _ isExperienceEnd: Bool) -> Void = { _, _ in },
    report: (TrainingProgress) -> Void
  ) throws -> TrainingSummary {
    var summary = done
    summary.interrupted = false
    let planned = min(done.steps + stepsAhead(budget, until: end), limit ?? .max)
    while completed < end {
      let index = completed
      if isRehearsal {
        try rehearse(phases(index, budget), &summary, limit)
        guard !summary.interrupted else { return summary }
        continue
      }
      let phases = phases(index, budget)
      let steps = phases.reduce(0) { $0 + $1.budget.total(trainingImages(index).count) }
      var start = 0
      var newest = Losses()
      func announce(_ summary: TrainingSummary, isMeasured: Bool) {
        report(
          TrainingProgress(
            experience: index, experiences: stream.experiences.count,
            step: step, steps: steps, done: summary.steps, planned: planned,
            losses: newest, overall: matrix.overall, isMeasured: isMeasured))
      }
      for (number, phase) in phases.enumerated() {
        let count = phase.budget.total(trainingImages(index).count)
        defer { start += count }
        guard step < start + count else { continue }
        let opening = clock()
        let plan = try BatchPlan(
          trainingImages(index), budget: phase.budget, phase: number,
          key: number == 0 ? key("order", index) : key("order", index, number), device: device)
        summary.seconds += clock() - opening
        try learn(plan, from: start, &summary, limit, clock, shouldStop) { summary, losses in
          newest = losses
          history.add(losses, experience: index, phase: phase.name, step: step - 1 - start)
          if !goesOnDiverged, let part = losses.notFinite {
            throw DivergenceError(
              loss: part.name, value: part.value, step: step, experience: index + 1,
              phase: phases.count > 1 ? phase.name : nil)
          }
          announce(summary, isMeasured: false)
          keep(summary, false)
        }
        guard !summary.interrupted else { return summary }
      }
      let experience = stream.experiences[index]
      let closing = clock()
      try begin(experience)
      try learner.end(experience)
      summary.seconds += clock() - closing
      try measure(experience)
      announce(summary, isMeasured: true)
      (completed, step, hasBegun) = (completed + 1, 0, false)
      keep(summary, true)
    }
    return summary
  }

  /// Takes the steps of an experience without computing them.
  private func rehearse(_ phases: [Phase], _ summary: inout TrainingSummary, _ limit: Int?) throws {
    let count = trainingImages(completed).count
    let end = phases.reduce(0) { $0 + $1.budget.total(count) }
    let taken = step + min(end - step, max(0, (limit ?? .max) - summary.steps))
    summary.add(
      steps: taken - step, images: phases.images(taken, of: count) - phases.images(step, of: count))
    step = taken
    phase = phases.name(ofStep: step, of: count)
    summary.interrupted = step < end
    guard !summary.interrupted else { return }
    try measure(stream.experiences[completed])
    (completed, step, phase) = (completed + 1, 0, nil)
  }

  /// Evaluates the learner after its newest experience.
  private func measure(_ experience: Experience) throws {
    guard type(of: learner).answers else { return answers.append([]) }
    let answers = try answers(seen: experience)
    matrix.append(answers.map(\.correct))
    self.answers.append(Array(answers.prefix(experience.index + 1)))
  }

  /// Takes the steps of a phase that begins after the first `start` of the experience.
  private func learn(
    _ plan: BatchPlan, from start: Int, _ summary: inout TrainingSummary, _ limit: Int?,
    _ clock: () -> Double, _ shouldStop: () -> Bool,
    _ report: (TrainingSummary, Losses) throws -> Void
  ) throws {
    let index = completed
    while step < start + plan.steps {
      if summary.steps == limit || shouldStop() {
        summary.interrupted = true
        return
      }
      let started = clock()
      try begin(stream.experiences[index])
      let isEpochStart = plan.isEpochStart(step - start)
      let batch = try plan.batch(step - start, key: key("step", index, step))
      let losses = try learner.observe(batch)
      step += 1
      summary.add(
        losses, images: batch.labels.count, seconds: clock() - started,
        isEpochStart: isEpochStart)
      try report(summary, losses)
    }
  }

  /// Passes `experience` to the learner, once; not before its first step, as a learner that is saved
  /// between two experiences has not begun the later one.
  private func begin(_ experience: Experience) throws {
    guard !hasBegun else { return }
    try learner.begin(experience)
    hasBegun = true
  }

  /// The phases of experience `index`.
  private func phases(_ index: Int, _ budget: Budget) -> [Phase] {
    learner.phases(of: stream.experiences[index], budget)
  }

  /// The images that the learner is trained on in experience `index`.
  private func trainingImages(_ index: Int) -> ImageSelection {
    switch type(of: learner).trainingData {
    case .current: stream.experiences[index].train
    case .everything: stream.union(upTo: index) ?? stream.experiences[index].train
    }
  }

  /// The answers to the test images of every experience when `seen` is the newest learned.
  private func answers(seen: Experience) throws -> [AnswerCounts] {
    try stream.experiences.map { experience in
      try answers(on: experience.test, outputs: competing(experience, seen: seen))
    }
  }

  private func answers(
    on images: ImageSelection, outputs: Range<Int>
  ) throws -> AnswerCounts {
    isRehearsal
      ? placeholder(images, outputs)
      : try Evaluation.answers(
        on: images, outputs: outputs, device: device, scores: learner.scores)
  }

  /// The outputs that compete for an image of `experience`.
  private func competing(_ experience: Experience, seen: Experience) -> Range<Int> {
    stream.scenario == .classIncremental ? 0..<seen.outputs.upperBound : experience.outputs
  }

  /// The answers to images of `experience` as the learner stands now.
  package func evaluate(
    _ experience: Experience, _ selection: ImageSelection
  ) throws -> AnswerCounts {
    let newest = stream.experiences[max(0, step > 0 ? completed : completed - 1)]
    return try answers(on: selection, outputs: competing(experience, seen: newest))
  }

  /// What the evaluations so far found.
  package var record: EvaluationRecord {
    EvaluationRecord(
      scenario: stream.scenario, outputs: stream.experiences.map(\.outputs), matrix: matrix,
      answers: answers)
  }

  /// Every recorded measure, then the learner's own.
  package func measures() throws -> [MeasuredValue] {
    let own = try learner.measures()
    return Measures.recorded(record) + own + (isRehearsal ? placeholders(besides: own) : [])
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
    return digest.value
  }
}
