import Learning

/// A training's progress under the learner's name.
package struct TrainingReport {
  package let learner: String
  package let progress: TrainingProgress
}
