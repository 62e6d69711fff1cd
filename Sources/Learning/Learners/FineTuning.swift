import Catalog
import Models
import Streams
import Torch

/// Learns each experience as it comes and does nothing against forgetting: the lower bound.
public final class FineTuning: Learner {
  public static let card = Card(
    "finetune", "learn each experience and forget the ones before", parameters: [Solver.rate],
    example: "learner base = finetune model=net",
    source: "lower bound of McCloskey and Cohen 1989")

  private let solver: Solver

  public init(_ settings: Settings, parts: Parts) throws {
    solver = try Solver(settings, parts: parts)
  }

  public func begin(_ experience: Experience) { open(experience, past: false) }

  func open(_ experience: Experience, past: Bool) { solver.open(experience, past: past) }

  public func observe(_ batch: Batch) throws -> Losses {
    let scores = try solver.activeScores(batch.inputs)
    let loss = try Loss.crossEntropy(scores, solver.activeLabels(batch.labels))
    try solver.step(loss)
    return Losses(["current": try loss.item()])
  }

  public func scores(_ inputs: Tensor) throws -> Tensor { try solver.scores(inputs) }

  public var state: LearnerState {
    LearnerState(
      stores: [("classifier", solver.store)], optimizers: [("solver", solver.optimizer)])
  }
}
