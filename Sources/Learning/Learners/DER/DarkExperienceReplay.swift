import Catalog
import Models
import Streams
import Torch

/// Dark experience replay with stored scores alone.
package final class DarkExperienceReplay: Learner {
  package static let card = Card(
    "der", "dark experience replay (DER): stored images keep the scores they had",
    parameters: [DarkReplay.memory, ImageBudget.bytes, DarkReplay.alpha]
      + TrainedClassifier.options.parameters,
    results: [DarkReplay.bytes], example: "learner dark = der model=net memory=500",
    source: "Buzzega et al. 2020, arXiv:2004.07211",
    notes: DarkReplay.differences,
    explanation: .init(
      idea: """
        Images enter a reservoir as they are seen, with the scores that the classifier gives them at that \
        moment. Later the classifier is held to these scores, which say more than labels do.
        """,
      formula: """
        loss = cross-entropy on current images + alpha * mean (z - z')^2 on as many stored ones, z' their \
        stored scores
        """,
      cost: "twice the images per step; memory= images with one score for each class are stored"))
  package static let needs = Needs([.classifier], storesImages: true)
  package static let replayLosses = ["scores"]

  private let replay: DarkReplay

  package init(_ settings: Settings, parts: Parts) throws {
    replay = try DarkReplay(settings, parts: parts, beta: 0)
  }

  package func begin(_ experience: Experience) { replay.solver.open(experience, past: true) }
  package func observe(_ batch: Batch) throws -> Losses { try replay.observe(batch) }
  /// The memory goes on filling step by step.
  package func reopen(_ experience: Experience) {}
  package func scores(_ inputs: Tensor) throws -> Tensor { try replay.solver.scores(inputs) }
  package func measures() throws -> [MeasuredValue] { try replay.measures }
  package var state: LearnerState { replay.state }
}
