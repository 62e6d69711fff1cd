import Models
import Streams
import Torch

/// Retraining the class head from the memory alone.
extension DynamicGenerativeMemory: HeadRetraining {
  package func beginHead(_ experience: Experience) throws {
    (self.experience, isHeadOnly, course) = (experience, true, nil)
    critic = try Self.makeCritic(options, key("head", experience.index), device)
    optimizers = (try adam([critic.store]), nil)
  }

  /// As in closing epochs, on generated and stored images of all classes so far.
  package func observeHead(_ batch: Batch) throws -> Losses {
    guard let optimizers, let experience else {
      throw ModelError("dgm cannot train its class head before an experience has ended")
    }
    let remaining = MaskAnnealing.remaining(batch.place, of: batch.place.epochs)
    optimizers.critic.rate = options.rate * remaining
    let course = try course(experience, batch.place, isClosing: true)
    let (blank, groups) = try current(batch)
    return try Losses(reading: [
      ("classifier", try classify(blank, groups, course, batch, optimizers.critic))
    ])
  }

  package func endHead() { (optimizers, course, isHeadOnly) = (nil, nil, false) }
}
