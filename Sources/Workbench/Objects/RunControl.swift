import Figures
import Learning

/// How a long command reports progress and learns that it should stop.
package struct RunControl {
  package var shouldStop: () -> Bool = { false }
  package var report: (TrainingReport) -> Void = { _ in }
  /// Reports a command's progress.
  package var say: (String) -> Void = { _ in }
  /// Says what a user should know and what does not stop the command.
  package var warn: (String) -> Void = { _ in }
  /// Seconds on a clock that only goes forward.
  package var clock: () -> Double = { 0 }

  package init() {}
}

/// A training's progress under the learner's name.
package struct TrainingReport {
  package let learner: String
  package let progress: TrainingProgress
  /// The accuracy matrix with what is not measured yet left blank; made when it is asked for.
  private let made: () -> HeatMap?

  package init(
    learner: String, progress: TrainingProgress, matrix: @escaping () -> HeatMap? = { nil }
  ) {
    (self.learner, self.progress, made) = (learner, progress, matrix)
  }

  package var matrix: HeatMap? { made() }
}
