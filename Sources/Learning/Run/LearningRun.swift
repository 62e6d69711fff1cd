import Models
import Streams
import Torch

/// A learner being trained on one stream: the only training loop.
package final class LearningRun {
  package let learner: any Learner
  package let stream: ExperienceStream
  package internal(set) var matrix: AccuracyMatrix
  /// The answers to test images, `[experiences learned][experiences seen]`.
  package internal(set) var answers: [[AnswerCounts]] = []
  package private(set) var history = LossHistory()
  /// Accuracies between the ends of experiences.
  package private(set) var course = AccuracyCourse()
  /// How validation accuracy went in the phase at hand, where it is watched.
  package private(set) var stopping: EarlyStopping?
  /// How often an experience that had ended was learned further.
  package internal(set) var reopening = Reopening()
  /// Experiences learned to their end.
  package internal(set) var completed: Int
  /// Steps taken in the experience that is not ended yet; 0 also before its beginning.
  package internal(set) var step: Int
  /// Whether steps are only counted; see `LearningRun+Rehearsal`.
  package let isRehearsal: Bool
  /// In a rehearsal, the phase of the newest step of an experience that has not ended.
  var phase: String?
  private let key: RandomKey
  let device: Device
  var hasBegun = false

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
    answers: [[AnswerCounts]] = [], history: LossHistory = LossHistory(),
    course: AccuracyCourse = AccuracyCourse(), stopping: EarlyStopping? = nil,
    reopening: Reopening = Reopening(), completed: Int, step: Int, shapes: [String: [Int]] = [:],
    device: Device = .cpu, isRehearsal: Bool = false
  ) throws {
    (self.learner, self.stream, self.key, self.device) = (learner, stream, key, device)
    self.isRehearsal = isRehearsal
    (self.matrix, self.history, self.completed, self.step) = (matrix, history, completed, step)
    (self.course, self.stopping, self.reopening) = (course, stopping, reopening)
    self.answers = answers.count == completed ? answers : .init(repeating: [], count: completed)
    guard !isRehearsal else { return }
    let ended = completed + (reopening.isOpen ? 1 : 0)
    if ended > 0 || step > 0 && !shapes.isEmpty {
      try learner.restore(past: Array(stream.experiences.prefix(ended)), shapes: shapes)
    }
    if reopening.isOpen, !reopening.isHeadOpen { try learner.reopen(stream.experiences[completed]) }
    if step > 0 { try begin(stream.experiences[completed]) }
  }

  /// Whether every experience is learned.
  package var isFinished: Bool { completed == stream.experiences.count }

  /// Steps that `advance` would take.
  package func stepsAhead(_ budget: Budget, until end: Int) -> Int {
    (completed..<max(completed, end)).reduce(0) { sum, index in
      let steps = phases(index, budget).reduce(0) { $0 + self.steps($1, index) }
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
    _ budget: Budget, until end: Int, limit: Int? = nil, watch: TrainingWatch = TrainingWatch(),
    goesOnDiverged: Bool = false, from done: TrainingSummary = TrainingSummary(),
    clock: () -> Double, shouldStop: () -> Bool,
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
      let steps = phases.reduce(0) { $0 + self.steps($1, index) }
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
        let count = self.steps(phase, index)
        defer { start += count }
        guard step < start + count else { continue }
        let opening = clock()
        if try skips(phase, number, atStart: step == start) {
          step = start + count
          continue
        }
        let plan = try BatchPlan(
          self.images(phase, index), budget: phase.budget, phase: number,
          key: number == 0 ? draws("order", index) : draws("order", index, number), device: device)
        summary.seconds += clock() - opening
        try learn(
          plan, phase.name, from: start, &summary, limit, watch, clock, shouldStop
        ) { summary, losses in
          newest = losses
          history.add(
            losses, experience: index, phase: phase.name + (reopening.isOpen ? " again" : ""),
            step: step - 1 - start)
          if !goesOnDiverged, let part = losses.notFinite {
            throw DivergenceError(
              loss: part.name, value: part.value, step: step, experience: index + 1,
              phase: phases.count > 1 ? phase.name : nil)
          }
          announce(summary, isMeasured: false)
        } keep: {
          keep($0, false)
        }
        guard !summary.interrupted else { return summary }
      }
      let experience = stream.experiences[index]
      let closing = clock()
      try begin(experience)
      try finish(experience)
      let closed = clock()
      try measure(experience)
      summary.seconds += closed - closing
      summary.add(evaluation: clock() - closed)
      announce(summary, isMeasured: true)
      (completed, step, hasBegun, stopping) = (completed + 1, 0, false, nil)
      reopening.isOpen = false
      keep(summary, true)
    }
    return summary
  }

  /// Where the randomness of the experience at hand comes from; when it is learned further, from
  /// another place.
  private var draws: RandomKey { reopening.isOpen ? key("again", reopening.rounds) : key }

  /// Evaluates the learner after its newest experience.
  func measure(_ experience: Experience) throws {
    guard type(of: learner).answers else { return answers.append([]) }
    let answers = try answers(seen: experience)
    matrix.append(answers.map(\.correct))
    self.answers.append(Array(answers.prefix(experience.index + 1)))
  }

  /// Takes the steps of a phase that begins after the first `start` of the experience.
  private func learn(
    _ plan: BatchPlan, _ phase: String, from start: Int, _ summary: inout TrainingSummary,
    _ limit: Int?, _ watch: TrainingWatch, _ clock: () -> Double, _ shouldStop: () -> Bool,
    _ report: (TrainingSummary, Losses) throws -> Void, keep: (TrainingSummary) -> Void
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
      let batch = try plan.batch(step - start, key: draws("step", index, step))
      let (losses, multiplications) = try observe(
        batch, isCounted: summary.needsCount(index, phase))
      step += 1
      let taken = clock()
      summary.add(
        losses, images: batch.labels.count, seconds: taken - started, isEpochStart: isEpochStart,
        experience: index, phase: phase, multiplications: multiplications)
      try report(summary, losses)
      if try isOver(watch, phase, atEpochEnd: plan.isEpochStart(step - start)) {
        (step, stopping) = (start + plan.steps, nil)
      }
      summary.add(evaluation: clock() - taken)
      keep(summary)
    }
  }

  /// One step of the learner, and its multiplications if they are to be counted.
  private func observe(
    _ batch: Batch, isCounted: Bool
  ) throws -> (losses: Losses, multiplications: Int?) {
    func observed() throws -> Losses {
      guard reopening.isHeadOpen, let learner = learner as? any HeadRetraining else {
        return try learner.observe(batch)
      }
      return try learner.observeHead(batch.blank())
    }
    guard isCounted else { return (try observed(), nil) }
    var losses = Losses()
    let count = try multiplications { losses = try observed() }
    return (losses, count)
  }

  /// Measures what is to be watched after a step; whether the phase is to end.
  private func isOver(
    _ watch: TrainingWatch, _ phase: String, atEpochEnd isEpochEnd: Bool
  ) throws -> Bool {
    guard type(of: learner).answers else { return false }
    let experience = stream.experiences[completed]
    if let every = watch.every, step.isMultiple(of: every) {
      let correct = try stream.experiences.prefix(completed + 1).map {
        try answers(on: $0.test, outputs: competing($0, seen: experience)).correct
      }
      course.add(.init(experience: completed, step: step, correct: correct))
    }
    guard let patience = watch.patience, isEpochEnd, Phase.watched.contains(phase),
      let images = experience.validation
    else { return false }
    let correct = try answers(on: images, outputs: competing(experience, seen: experience)).correct
    var state = stopping ?? EarlyStopping()
    defer { stopping = state }
    return state.isOver(correct, patience: patience)
  }
}
