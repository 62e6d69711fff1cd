import Learning

/// A training's progress under the learner's name.
public struct TrainingReport {
  /// How far one training is.
  public typealias Progress = TrainingProgress

  public let learner: String
  public let progress: TrainingProgress
}
