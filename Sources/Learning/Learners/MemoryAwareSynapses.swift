import Catalog
import Models
import Streams
import Torch

/// Memory aware synapses: weights are held by how much the size of the classifier's outputs depends on
/// them, for which no labels are needed.
///
/// loss = cross-entropy + strength sum_j O_j (w_j - v_j)^2, v the weights at the end of the newest
/// experience. When an experience ends, O_j grows by the mean over its images of
/// |d |f(x)|^2 / dw_j|, one image at a time, f the scores of the active outputs.
/// Source: Aljundi et al. 2018, arXiv:1711.09601, equations 2 to 4. Where we differ: importance comes
/// from `samples` images of each experience, not from all; outputs of later classes do not count.
package final class MemoryAwareSynapses: PenalizedLearner {
  static let strength = Parameter(
    "strength", .number(0...1e12), default: 1.0, "weight of the penalty")
  static let samples = Parameter(
    "samples", .integer(1...1_000_000), default: 1000,
    "images of an experience from which importances are computed")

  package static let card = Card(
    "mas", "memory aware synapses: penalize changes to weights on which outputs depend",
    parameters: [strength, samples] + TrainedClassifier.options.parameters,
    results: [
      Card.Offer("bytes", "bytes of the classifier, of importances and of the weights held to")
    ],
    example: "learner held = mas model=net",
    source: "Aljundi et al. 2018, arXiv:1711.09601",
    notes: """
      Differences from the paper: importances come from samples= images of each experience, not from all; \
      only outputs of classes so far count.
      """,
    explanation: .init(
      idea: """
        When an experience ends, the importance of a weight is how strongly the squared length of the \
        outputs reacts to it. A quadratic penalty holds important weights; no labels are needed.
        """,
      formula: """
        loss = cross-entropy + strength * sum over j of O_j (w_j - v_j)^2
        at the end of an experience: O_j <- O_j + mean over its images of |d |f(x)|^2 / dw_j|, v <- w
        """,
      cost: """
        a step adds one pass over the weights; the end of an experience takes samples= forward and \
        backward passes of single images. Stored: two numbers for each weight, no images
        """))

  private let samples: Int
  package let held: HeldClassifier

  package init(_ settings: Settings, parts: Parts) throws {
    samples = settings[Self.samples]
    held = try HeldClassifier(
      settings, parts: parts, key: parts.key("importance"), weight: settings[Self.strength])
  }

  package var memory: Double { 1 }

  package func importances(_ experience: Experience) throws -> [Tensor] {
    let sensitivity = Sensitivity(
      measure: .size, parameters: held.solver.store.parameters.map(\.tensor), device: held.device)
    return try sensitivity.mean(
      of: experience, samples: samples, key: held.key("experience", experience.index)
    ) { image, _ in try held.solver.scoringScores(image).square().sum() }
  }

  package func end(_ experience: Experience) throws {
    try held.penalty.renew(importances(experience), memory: memory)
  }
}
