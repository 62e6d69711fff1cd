import Catalog
import Models
import Streams
import Torch

/// Sequential fine-tuning: trains on each experience as it comes and does nothing against forgetting,
/// which makes it the lower bound.
package final class FineTuning: Learner {
  package static let card = Card(
    "finetune", "sequential fine-tuning (lower bound)",
    parameters: TrainedClassifier.options.parameters,
    example: "learner base = finetune model=net",
    source: "catastrophic forgetting: McCloskey and Cohen 1989, doi:10.1016/S0079-7421(08)60536-8",
    explanation: .init(
      idea: """
        The network is trained on each experience in turn; nothing protects what it learned before.
        """,
      formula: "loss = cross-entropy on the images of the current experience",
      cost: "one forward and one backward pass per step; no memory besides the network"))

  private let solver: TrainedClassifier

  package init(_ settings: Settings, parts: Parts) throws {
    solver = try TrainedClassifier(settings, parts: parts)
  }

  package func begin(_ experience: Experience) { open(experience, past: false) }

  func open(_ experience: Experience, past: Bool) { solver.open(experience, past: past) }

  package func observe(_ batch: Batch) throws -> Losses {
    let scores = try solver.activeScores(solver.images(batch))
    let loss = try Loss.crossEntropy(scores, solver.activeLabels(batch.labels))
    try solver.step(loss, batch)
    return Losses(["cross-entropy": try loss.item()])
  }

  package func reopen(_ experience: Experience) {}

  package func scores(_ inputs: Tensor) throws -> Tensor { try solver.scores(inputs) }

  package func features(_ inputs: Tensor) throws -> Tensor? { try solver.features(inputs) }

  package func keptBytes() -> Int? { solver.store.byteCount }

  package var state: LearnerState {
    LearnerState(
      stores: [("classifier", solver.store)], optimizers: [("solver", solver.optimizer)])
  }
}
