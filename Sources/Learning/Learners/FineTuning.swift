import Catalog
import Models
import Streams
import Torch

/// Learns each experience as it comes and does nothing against forgetting: the lower bound.
package final class FineTuning: Learner {
  package static let card = Card(
    "finetune", "learn each experience and forget the ones before",
    parameters: [TrainedClassifier.rate],
    example: "learner base = finetune model=net",
    source: "lower bound of McCloskey and Cohen 1989")

  private let solver: TrainedClassifier

  package init(_ settings: Settings, parts: Parts) throws {
    solver = try TrainedClassifier(settings, parts: parts)
  }

  package func begin(_ experience: Experience) { open(experience, past: false) }

  func open(_ experience: Experience, past: Bool) { solver.open(experience, past: past) }

  package func observe(_ batch: Batch) throws -> Losses {
    let scores = try solver.activeScores(batch.inputs)
    let loss = try Loss.crossEntropy(scores, solver.activeLabels(batch.labels))
    try solver.step(loss)
    return Losses(["current": try loss.item()])
  }

  package func scores(_ inputs: Tensor) throws -> Tensor { try solver.scores(inputs) }

  package var state: LearnerState {
    LearnerState(
      stores: [("classifier", solver.store)], optimizers: [("solver", solver.optimizer)])
  }
}
