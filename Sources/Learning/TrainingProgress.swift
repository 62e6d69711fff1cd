import Models

/// Where a training stands; given out after every step.
public struct TrainingProgress {
  /// The experience at hand, from 0, and how many the stream has.
  public let experience: Int
  public let experiences: Int
  /// Steps taken in this experience, and how many it will take.
  public let step: Int
  public let steps: Int
  /// Steps taken and to be taken by the whole command.
  public let done: Int
  public let planned: Int
  public let losses: Losses
  /// Overall accuracy after each experience so far.
  public let overall: [Double]
}

/// What one call of `LearningRun.advance` did.
public struct TrainingSummary: Sendable, Equatable {
  /// Steps taken by this call.
  public var steps = 0
  /// Images of the current experience that were learned from.
  public var images = 0
  /// Mean loss of the steps of the newest epoch.
  public var loss = 0.0
  /// Seconds spent in learning, from an experience's order of images to its end; without evaluation.
  public var seconds = 0.0
  /// Whether it was stopped before its end.
  public var interrupted = false
}
