import Catalog
import Models
import Streams
import Torch

/// Elastic weight consolidation: weights that mattered to old experiences are held where they were by
/// a quadratic penalty.
///
/// loss = cross-entropy + strength / 2 sum_u sum_j F_uj (w_j - w_uj)^2 over the experiences u that are
/// over. F is the mean over `samples` images of the squared gradient of log q(y|x), one image at a
/// time, with y drawn from the classifier's own answers q. The sum over u is kept as one quadratic,
/// which has the same gradient: its curvature is sum_u F_uj, its centre the mean of w_uj weighted by
/// F_uj.
/// Source: Kirkpatrick et al. 2017, arXiv:1612.00796. Where we differ: all outputs so far compete where
/// the stream is class-incremental, which the paper does not treat.
package final class ElasticWeightConsolidation: PenalizedLearner {
  static let strength = Parameter(
    "strength", .number(0...1e12), default: 5000.0, "weight of the penalty")
  static let samples = Parameter(
    "samples", .integer(1...1_000_000), default: 1000,
    "images per experience used to estimate the Fisher information")

  package static let card = Card(
    "ewc", "elastic weight consolidation: penalize weight changes scaled by Fisher information",
    parameters: [strength, samples] + TrainedClassifier.options.parameters,
    results: [
      Card.Offer("bytes", "bytes of the classifier, the Fisher information and the anchor weights")
    ],
    example: "learner held = ewc model=net",
    source: "Kirkpatrick et al. 2017, arXiv:1612.00796",
    notes: """
      Differences from the paper: in class-incremental streams all outputs so far compete, a case that \
      the paper does not treat; the penalties of all experiences are kept as one with the same gradient.
      """,
    explanation: .init(
      idea: """
        When an experience ends, the Fisher information says how much each weight mattered to its \
        answers. A quadratic penalty then holds the weights that mattered near their values.
        """,
      formula: """
        loss = cross-entropy + strength / 2 * sum over u and j of F_uj (w_j - w_uj)^2
        F_uj: mean over images of experience u of (d log q(y|x) / dw_j)^2, y drawn from q; \
        w_uj: the weight at the end of experience u
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
      settings, parts: parts, key: parts.key("fisher"), weight: settings[Self.strength] / 2)
  }

  package var memory: Double { 1 }

  package func importances(_ experience: Experience) throws -> [Tensor] {
    try FisherInformation.diagonal(
      held.solver, on: experience, samples: samples, key: held.key("experience", experience.index),
      device: held.device)
  }

  package func end(_ experience: Experience) throws {
    try held.penalty.add(importances(experience))
  }
}
