import Catalog
import Models
import Streams
import Torch

/// A learner that holds the weights of old experiences by a quadratic penalty; how much each weight
/// matters is found by `end`.
package protocol PenalizedLearner: Learner {
  var held: HeldClassifier { get }

  /// How much each weight matters to `experience`, the classifier being as it is.
  func importances(_ experience: Experience) throws -> [Tensor]
  /// The factor that importances of earlier experiences took at the end of the newest.
  var memory: Double { get }
}

/// A classifier with a penalty on the movement of its weights.
package final class HeldClassifier {
  let solver: TrainedClassifier
  let penalty: QuadraticPenalty
  /// What the penalty is multiplied by in the loss.
  private let weight: Double
  let key: RandomKey
  let device: Device
  fileprivate var hasPast = false
  /// Whether the experience that has ended last is learned further.
  fileprivate var isOpen = false

  /// - Parameter key: of all that is drawn to find how much weights matter.
  init(_ settings: Settings, parts: Parts, key: RandomKey, weight: Double) throws {
    (self.key, self.weight, device) = (key, weight, parts.device)
    solver = try TrainedClassifier(settings, parts: parts)
    penalty = try QuadraticPenalty(solver.store.parameters, key: key, device: device)
  }

  /// One step down cross-entropy and, after the first experience, the penalty.
  func learn(_ batch: Batch) throws -> Losses {
    let loss = try Loss.crossEntropy(
      solver.activeScores(solver.images(batch)), solver.activeLabels(batch.labels))
    guard hasPast, weight > 0 else {
      try solver.step(loss, batch)
      return Losses(["cross-entropy": try loss.item()])
    }
    let held = try penalty.loss(weight)
    try solver.step(loss + held, batch)
    return try Losses(reading: [("cross-entropy", loss), ("penalty", held)])
  }
}

extension PenalizedLearner {
  package func begin(_ experience: Experience) throws {
    held.solver.open(experience)
    held.hasPast = experience.index > 0
    guard held.isOpen else { return }
    // Nothing has moved since they were added, so that they are found as they were.
    try held.penalty.remove(importances(experience), memory: memory)
    held.isOpen = false
  }

  /// The experience no longer counts as past; weights are held to where they are now.
  package func reopen(_ experience: Experience) { held.isOpen = true }

  package func observe(_ batch: Batch) throws -> Losses { try held.learn(batch) }

  package func scores(_ inputs: Tensor) throws -> Tensor { try held.solver.scores(inputs) }

  package func measures() -> [MeasuredValue] {
    [MeasuredValue("bytes", count: held.solver.store.byteCount + held.penalty.store.byteCount)]
  }

  package var state: LearnerState {
    LearnerState(
      stores: [("classifier", held.solver.store), ("penalty", held.penalty.store)],
      optimizers: [("solver", held.solver.optimizer)])
  }
}
