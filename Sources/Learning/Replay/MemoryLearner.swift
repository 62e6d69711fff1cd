import Streams
import Torch

/// A learner that keeps a classifier and stored images between experiences, and nothing else.
package protocol MemoryLearner: Learner {
  var solver: TrainedClassifier { get }
  var stored: any ImageMemory { get }
}

extension MemoryLearner {
  package func end(_ experience: Experience) throws {
    try stored.keep(experience, features: nil)
  }

  package func reopen(_ experience: Experience) { stored.reopen(experience) }

  package func restore(past: [Experience], shapes: [String: [Int]]) throws {
    try stored.restore(past: past)
  }

  package func scores(_ inputs: Tensor) throws -> Tensor { try solver.scores(inputs) }

  package func measures() -> [MeasuredValue] {
    [MeasuredValue("bytes", count: solver.store.byteCount + stored.byteCount)]
  }

  package var state: LearnerState {
    LearnerState(
      stores: [("classifier", solver.store), ("memory", stored.store)],
      optimizers: [("solver", solver.optimizer)])
  }
}
