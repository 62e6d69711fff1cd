import Models
import Streams

/// The phases of an experience, and an experience that had ended taken up again.
extension LearningRun {
  /// Opens the experience that has ended last again, to be learned further; does nothing within one.
  ///
  /// - Throws: `ModelError` if the learner cannot.
  package func reopen() throws {
    guard step == 0, completed > 0, !reopening.isOpen else { return }
    try learner.reopen(stream.experiences[completed - 1])
    takeBack(headOnly: false)
  }

  /// Opens the experience that has ended last again, so that its class head can be retrained; does nothing
  /// within such a training.
  ///
  /// - Throws: `ModelError` if the learner cannot.
  package func reopenHead() throws {
    guard step == 0, completed > 0, !reopening.isOpen else { return }
    guard learner is any HeadRetraining else {
      throw ModelError("\(type(of: learner).card.name) has no class head to train from its memory")
    }
    takeBack(headOnly: true)
  }

  /// Counts the experience that has ended last as open again.
  private func takeBack(headOnly: Bool) {
    completed -= 1
    matrix.removeLast()
    if !answers.isEmpty { answers.removeLast() }
    reopening = Reopening(rounds: reopening.rounds + 1, isOpen: true, headOnly: headOnly)
  }

  /// Whether an optional phase that is reached is not needed.
  func skips(_ phase: Phase, _ number: Int, atStart isStart: Bool) throws -> Bool {
    guard phase.isOptional, isStart else { return false }
    try begin(stream.experiences[completed])
    return try learner.skips(number, of: stream.experiences[completed])
  }

  /// Steps of a phase of experience `index`.
  func steps(_ phase: Phase, _ index: Int) -> Int {
    phase.budget.total(images(phase, index).count)
  }

  /// Passes `experience` to the learner, once; not before its first step, as a learner that is saved
  /// between two experiences has not begun the later one.
  func begin(_ experience: Experience) throws {
    guard !hasBegun else { return }
    if reopening.isHeadOpen, let learner = learner as? any HeadRetraining {
      try learner.beginHead(experience)
    } else {
      try learner.begin(experience)
    }
    hasBegun = true
  }

  /// Passes the end of `experience` to the learner.
  func finish(_ experience: Experience) throws {
    if reopening.isHeadOpen, let learner = learner as? any HeadRetraining {
      try learner.endHead()
    } else {
      try learner.end(experience)
    }
  }

  /// The phases of experience `index`.
  func phases(_ index: Int, _ budget: Budget) -> [Phase] {
    reopening.isHeadOpen
      ? [Phase("class head", budget)] : learner.phases(of: stream.experiences[index], budget)
  }

  /// The images that a phase of experience `index` goes through.
  func images(_ phase: Phase, _ index: Int) -> ImageSelection {
    let all = trainingImages(index)
    return phase.outputs.map(all.of) ?? all
  }

  /// The images that the learner is trained on in experience `index`.
  func trainingImages(_ index: Int) -> ImageSelection {
    switch type(of: learner).trainingData {
    case .current: stream.experiences[index].train
    case .everything: stream.union(upTo: index) ?? stream.experiences[index].train
    }
  }
}
