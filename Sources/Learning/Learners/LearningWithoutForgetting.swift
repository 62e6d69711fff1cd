import Catalog
import Models
import Streams
import Torch

/// Learning without forgetting: on current images the outputs of old classes are held to those of the
/// classifier as it was before the experience.
///
/// loss = cross-entropy + weight T^2 * distillation of the old outputs on the current images. In the
/// task-incremental scenario the outputs of each old experience are distilled on their own.
/// Source: Li and Hoiem 2018, arXiv:1606.09282. Where we differ: no warm-up of the new outputs with
/// everything else frozen; the factor T^2, with which gradients do not shrink as the temperature T rises
/// (Hinton, Vinyals and Dean 2015, arXiv:1503.02531, section 2), is not in the paper, nor in the code of
/// van de Ven, Tuytelaars and Tolias 2022, doi:10.1038/s42256-022-00568-3. Their loss is that of
/// `weight=0.25` with T = 2. The difference is large where old and new classes compete: on MNIST in pairs,
/// a weight of 1 holds so strongly to old answers that some pairs are not learned at all.
package final class LearningWithoutForgetting: Learner {
  static let weight = Parameter(
    "weight", .number(0...1e6), default: 1.0,
    "weight of the distillation loss on old outputs, besides the factor T^2; 0.25 with "
      + "temperature=2 is the loss as published, which has no such factor")
  static let temperature = Parameter(
    "temperature", .number(0.01...100), default: 2.0, "temperature of distillation")

  package static let card = Card(
    "lwf", "learning without forgetting: distil the old classifier on new images",
    parameters: [weight, temperature] + TrainedClassifier.options.parameters,
    example: "learner keep = lwf model=net",
    source: "Li and Hoiem 2018, arXiv:1606.09282",
    notes: """
      Differences from the paper: the factor T^2, which the published loss does not have: weight=0.25 with \
      temperature=2 is that loss, and comes near the numbers of the literature in class-incremental \
      streams; no warm-up of the new outputs with everything else frozen.
      """,
    explanation: .init(
      idea: """
        The outputs of the frozen old classifier for the new images are soft targets, so that the \
        network keeps its answers for old classes without any old image.
        """,
      formula: """
        loss = cross-entropy + weight * T^2 * H(softmax(z_old / T), softmax(z / T))
        z, z_old: scores of the classifier and of the frozen one; H(p, q) = -sum p log q
        class-incremental: q runs over all classes so far, and p is 0 for new ones; \
        task-incremental: one H for each old experience, over its own classes
        """,
      cost: "one more forward pass per step, of the frozen classifier, which is also stored"))

  private let weight: Double
  private let temperature: Double
  private let scenario: Scenario
  private let solver: TrainedClassifier
  private let old: (network: any Classifier, store: ParameterStore)
  /// The outputs of each experience that is over.
  private var past: [Range<Int>] = []
  private var experience: Experience?

  package init(_ settings: Settings, parts: Parts) throws {
    (weight, temperature) = (settings[Self.weight], settings[Self.temperature])
    scenario = parts.scenario
    solver = try TrainedClassifier(settings, parts: parts)
    old = try parts.makeClassifier(settings)
    try old.store.setTrainable(false)
  }

  package func begin(_ experience: Experience) {
    self.experience = experience
    solver.open(experience, past: true)
  }

  package func observe(_ batch: Batch) throws -> Losses {
    let images = try solver.images(batch)
    let scores = try solver.activeScores(images)
    let current = try solver.crossEntropy(scores, batch.labels, testedLike: experience)
    let kept = distilled
    guard !kept.isEmpty else {
      try solver.step(current, batch)
      return Losses(["cross-entropy": try current.item()])
    }
    let earlier = try withoutGradients { try old.network(images, training: false) }
    let losses = try kept.map { outputs in
      let targets = try (solver.part(earlier, outputs) / temperature).softmax(dim: 1)
      // Old outputs compete with the new ones only where all classes do.
      return scenario == .classIncremental
        ? try Loss.distillation(
          scores, targets: targets.padded(to: scores.shape[1]), temperature: temperature)
        : try Loss.distillation(
          solver.part(scores, outputs), targets: targets, temperature: temperature)
    }
    let distillation = try Tensor.stack(losses, dim: 0).sum() * weight
    try solver.step(current + distillation, batch)
    return Losses([
      "cross-entropy": try current.item(), "distillation": try distillation.item(),
    ])
  }

  /// The groups of outputs whose answers are kept.
  private var distilled: [Range<Int>] {
    guard let last = past.last else { return [] }
    switch scenario {
    case .classIncremental: return [0..<last.upperBound]
    case .domainIncremental: return [last]
    case .taskIncremental: return past
    }
  }

  package func end(_ experience: Experience) throws {
    try old.store.assign(from: solver.store)
    past.append(experience.outputs)
  }

  /// The answers that are kept are then those of the network as it is.
  package func reopen(_ experience: Experience) {
    if past.last == experience.outputs { past.removeLast() }
  }

  package func restore(past: [Experience], shapes: [String: [Int]]) {
    self.past = past.map(\.outputs)
  }

  package func scores(_ inputs: Tensor) throws -> Tensor { try solver.scores(inputs) }

  /// The old classifier is the classifier as it is between experiences.
  package func keptBytes() -> Int? { solver.store.byteCount }

  package var state: LearnerState {
    LearnerState(
      stores: [("classifier", solver.store), ("old classifier", old.store)],
      optimizers: [("solver", solver.optimizer)])
  }
}
