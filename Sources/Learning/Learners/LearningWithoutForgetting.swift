import Catalog
import Models
import Streams
import Torch

/// Learning without forgetting: on current images the outputs of old classes are held to those of the
/// classifier as it was before the experience.
///
/// loss = cross-entropy + weight * distillation of the old outputs on the current images. In the
/// task-incremental scenario the outputs of each old experience are distilled on their own.
/// Source: Li and Hoiem 2018, arXiv:1606.09282. Where we differ: no warm-up of the new outputs with
/// everything else frozen.
package final class LearningWithoutForgetting: Learner {
  static let weight = Parameter(
    "weight", .number(0...1e6), default: 1.0, "weight of the distillation of old outputs")
  static let temperature = Parameter(
    "temperature", .number(0.01...100), default: 2.0, "temperature of the distillation")

  package static let card = Card(
    "lwf", "learning without forgetting: distil the old classifier on new images",
    parameters: [weight, temperature] + TrainedClassifier.options.parameters,
    example: "learner keep = lwf model=net",
    source: "Li and Hoiem 2018, arXiv:1606.09282")

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
    old = try parts.makeClassifier()
    try old.store.setTrainable(false)
  }

  package func begin(_ experience: Experience) {
    self.experience = experience
    solver.open(experience, past: true)
  }

  package func observe(_ batch: Batch) throws -> Losses {
    let images = try solver.images(batch)
    let scores = try solver.activeScores(images)
    let current = try answers(scores, batch.labels)
    let kept = distilled
    guard !kept.isEmpty else {
      try solver.step(current, batch)
      return Losses(["cross-entropy": try current.item()])
    }
    let earlier = try withoutGradients { try old.network(images, training: false) }
    let losses = try kept.map { outputs in
      let targets = try (part(earlier, outputs) / temperature).softmax(dim: 1)
      // Old outputs compete with the new ones only where all classes do.
      return scenario == .classIncremental
        ? try Loss.distillation(
          scores, targets: targets.padded(to: scores.shape[1]), temperature: temperature)
        : try Loss.distillation(part(scores, outputs), targets: targets, temperature: temperature)
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

  /// Cross-entropy among the outputs that compete at test time.
  private func answers(_ scores: Tensor, _ labels: Tensor) throws -> Tensor {
    guard scenario == .taskIncremental, let outputs = experience?.outputs else {
      return try Loss.crossEntropy(scores, solver.activeLabels(labels))
    }
    return try Loss.crossEntropy(
      part(scores, outputs), (labels - Double(outputs.lowerBound)).to(.int64))
  }

  private func part(_ scores: Tensor, _ outputs: Range<Int>) throws -> Tensor {
    try scores.narrow(dim: 1, start: outputs.lowerBound, count: outputs.count)
  }

  package func end(_ experience: Experience) throws {
    try old.store.assign(from: solver.store)
    past.append(experience.outputs)
  }

  package func restore(past: [Experience], shapes: [String: [Int]]) {
    self.past = past.map(\.outputs)
  }

  package func scores(_ inputs: Tensor) throws -> Tensor { try solver.scores(inputs) }

  package var state: LearnerState {
    LearnerState(
      stores: [("classifier", solver.store), ("old classifier", old.store)],
      optimizers: [("solver", solver.optimizer)])
  }
}
