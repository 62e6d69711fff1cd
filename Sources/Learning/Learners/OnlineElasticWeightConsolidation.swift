import Catalog
import Models
import Streams
import Torch

/// Online elastic weight consolidation: one running Fisher information and the newest weights stand for
/// all experiences that are over.
///
/// loss = cross-entropy + strength / 2 sum_j F_j (w_j - v_j)^2, v the weights at the end of the newest
/// experience; when experience t ends, F <- gamma F + F_t.
/// Source: Schwarz et al. 2018, arXiv:1805.06370, section 3.2. Where we differ: the paper uses it to
/// compress a policy into a knowledge base, here it trains the classifier itself; F_t is not normalized,
/// and its labels are drawn from the classifier's own answers, as for `ewc`.
package final class OnlineElasticWeightConsolidation: PenalizedLearner {
  static let gamma = Parameter(
    "gamma", .number(0...1), default: 0.95,
    "factor of the Fisher information of earlier experiences at the end of each one")

  package static let card = Card(
    "online-ewc", "online elastic weight consolidation: one running Fisher information",
    parameters: [ElasticWeightConsolidation.strength, gamma, ElasticWeightConsolidation.samples]
      + TrainedClassifier.options.parameters,
    results: [
      Card.Offer("bytes", "bytes of the classifier, of the penalty's curvature and its centre")
    ],
    example: "learner held = online-ewc model=net gamma=0.9",
    source: "Schwarz et al. 2018, arXiv:1805.06370",
    notes: """
      Differences from the paper: the classifier itself is held, not a knowledge base into which another \
      network is distilled; the Fisher information of an experience is not normalized.
      """,
    explanation: .init(
      idea: """
        As EWC, but old experiences fade: one running Fisher information, and the weights at the end of \
        the newest experience as the point to which weights are held.
        """,
      formula: """
        loss = cross-entropy + strength / 2 * sum over j of F_j (w_j - v_j)^2
        at the end of experience t: F <- gamma * F + F_t, v <- w
        """,
      cost: "as EWC; stored are two numbers for each weight, however many experiences there are"))

  private let gamma: Double
  private let samples: Int
  package let held: HeldClassifier

  package init(_ settings: Settings, parts: Parts) throws {
    (gamma, samples) = (settings[Self.gamma], settings[ElasticWeightConsolidation.samples])
    held = try HeldClassifier(
      settings, parts: parts, key: parts.key("fisher"),
      weight: settings[ElasticWeightConsolidation.strength] / 2)
  }

  package var memory: Double { gamma }

  package func importances(_ experience: Experience) throws -> [Tensor] {
    try FisherInformation.diagonal(
      held.solver, on: experience, samples: samples, key: held.key("experience", experience.index),
      device: held.device)
  }

  package func end(_ experience: Experience) throws {
    try held.penalty.renew(importances(experience), memory: gamma)
  }
}
