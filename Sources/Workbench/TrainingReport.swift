import Learning

/// A training's progress under the learner's name.
public struct TrainingReport {
  public let learner: String
  public let progress: TrainingProgress
}
