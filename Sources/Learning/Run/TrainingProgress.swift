import Models

/// Where a training stands; given out after every step and once an experience is measured.
package struct TrainingProgress {
  /// The experience at hand, from 0, and how many the stream has.
  package let experience: Int
  package let experiences: Int
  /// Steps taken in this experience, and how many it will take.
  package let step: Int
  package let steps: Int
  /// Steps taken and to be taken by the whole command.
  package let done: Int
  package let planned: Int
  package let losses: Losses
  /// Overall accuracy after each experience so far.
  package let overall: [Double]
  /// Whether the experience is learned to its end and measured.
  package let isMeasured: Bool
}

/// What the training of one command has done so far.
package struct TrainingSummary: Sendable, Equatable, Codable {
  /// Steps taken.
  package var steps = 0
  /// Images of the current experience that were learned from.
  package var images = 0
  /// Seconds spent in learning, from an experience's order of images to its end; without evaluation.
  package var seconds = 0.0
  /// Whether it was stopped before its end.
  package var interrupted = false
  /// Steps of which a loss was not finite.
  package var diverged: Int { notFinite ?? 0 }
  /// As above; files of older versions have none.
  private var notFinite: Int?
  /// The losses of the newest epoch's steps, added up.
  private(set) var lossSum = 0.0
  private(set) var lossSteps = 0

  package init() {}

  /// Mean loss of the steps of the newest epoch.
  package var loss: Double { lossSteps == 0 ? 0 : lossSum / Double(lossSteps) }

  /// Takes in steps that are only counted.
  mutating func add(steps: Int, images: Int) {
    (self.steps, self.images) = (self.steps + steps, self.images + images)
  }

  /// Takes in one step; the first of an epoch forgets the losses of the epoch before.
  mutating func add(_ losses: Losses, images: Int, seconds: Double, isEpochStart: Bool) {
    if isEpochStart { (lossSum, lossSteps) = (0, 0) }
    (lossSum, lossSteps) = (lossSum + losses.total, lossSteps + 1)
    if losses.notFinite != nil { notFinite = diverged &+ 1 }
    (steps, self.images, self.seconds) = (steps + 1, self.images + images, self.seconds + seconds)
  }
}
