import Catalog
import Models
import Streams
import Torch

/// Dark experience replay with stored scores and labels (DER++).
package final class LabelledDarkExperienceReplay: Learner {
  static let beta = Parameter(
    "beta", .number(0...1e6), default: 0.5, "weight of the cross-entropy of stored images")

  package static let card = Card(
    "der++", "dark experience replay with labels (DER++): stored scores and cross-entropy",
    parameters: [DarkReplay.memory, ImageBudget.bytes, DarkReplay.alpha, beta]
      + TrainedClassifier.options.parameters,
    results: [DarkReplay.bytes], example: "learner dark = der++ model=net memory=500",
    source: "Buzzega et al. 2020, arXiv:2004.07211", notes: DarkReplay.differences,
    explanation: .init(
      idea: """
        As DER; a second draw of stored images is trained with their labels, as in experience replay, \
        which helps where the stored scores are from early in training.
        """,
      formula: """
        loss = cross-entropy on current images + alpha * mean (z - z')^2 on stored ones, z' their stored \
        scores, + beta * cross-entropy on other stored ones
        """,
      cost:
        "three times the images per step; memory= images with one score for each class are stored"))
  package static let needs = Needs([.classifier], storesImages: true)

  private let replay: DarkReplay

  package init(_ settings: Settings, parts: Parts) throws {
    replay = try DarkReplay(settings, parts: parts, beta: settings[Self.beta])
  }

  package func begin(_ experience: Experience) { replay.solver.open(experience, past: true) }
  package func observe(_ batch: Batch) throws -> Losses { try replay.observe(batch) }
  /// The memory goes on filling step by step.
  package func reopen(_ experience: Experience) {}
  package func scores(_ inputs: Tensor) throws -> Tensor { try replay.solver.scores(inputs) }
  package func measures() throws -> [MeasuredValue] { try replay.measures }
  package var state: LearnerState { replay.state }
}
