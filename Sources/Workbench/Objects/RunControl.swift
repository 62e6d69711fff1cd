import Learning

/// How a command that takes long keeps in touch with whoever waits for it.
package struct RunControl {
  package var shouldStop: () -> Bool = { false }
  package var report: (TrainingReport) -> Void = { _ in }
  /// Says how far a command is, for the moment.
  package var say: (String) -> Void = { _ in }
  /// Says what a person should know and what does not stop the command.
  package var warn: (String) -> Void = { _ in }
  /// Seconds on a clock that only goes forward.
  package var clock: () -> Double = { 0 }

  package init() {}
}

/// A training's progress under the learner's name.
package struct TrainingReport {
  package let learner: String
  package let progress: TrainingProgress
}
