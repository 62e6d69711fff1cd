import Models
import Streams

/// A learner whose class head can be retrained from its memory alone: from images that it generates
/// of all classes so far, and those that it stores.
///
/// Between `beginHead` and `endHead` the learner is restored as within an experience: `init`,
/// `restore(past:shapes:)` with all experiences that have ended, `beginHead`, `state.restore`.
package protocol HeadRetraining: Learner {
  /// Starts a new class head for the classes up to those of `experience`, the last one that has ended.
  func beginHead(_ experience: Experience) throws

  /// One step on as many generated images as the batch counts; `batch.inputs` is blank.
  func observeHead(_ batch: Batch) throws -> Losses

  /// Called after the last step.
  func endHead() throws
}

extension Learners {
  /// The names of the methods whose class head can be retrained from their memory.
  package static var retrainable: [String] {
    all.entries.filter { $0.maker is any HeadRetraining.Type }.map(\.card.name)
  }
}
