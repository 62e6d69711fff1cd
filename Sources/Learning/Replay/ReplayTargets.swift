import Catalog
import Streams
import Torch

/// What replayed images are to be answered with, by a classifier that has their frozen copy's scores.
package struct ReplayTargets: Sendable {
  /// Labels of the old classifier, or its scores.
  package enum Kind: String, SettingChoice { case hard, soft }

  package static let kind = Parameter(
    "targets", default: Kind.hard,
    "targets for replayed images: labels from the old classifier, or its scores (distillation)")
  package static let temperature = Parameter(
    "temperature", .number(0.01...100), default: 2.0, "temperature of soft targets")

  package let isSoft: Bool
  package let temperature: Double

  package init(isSoft: Bool, temperature: Double) {
    (self.isSoft, self.temperature) = (isSoft, temperature)
  }

  package init(_ settings: Settings) {
    isSoft = settings[Self.kind] == .soft
    temperature = settings[Self.temperature]
  }

  /// The loss of `scores`, those of the active outputs of `solver`, for replayed images.
  ///
  /// In the task-incremental scenario replayed images belong to no experience: it is the mean over the
  /// outputs of each of the experiences `past`.
  package func loss(
    _ scores: Tensor, _ replay: ReplayBatch, of solver: TrainedClassifier, past: [Range<Int>]
  ) throws -> Tensor {
    guard solver.scenario == .taskIncremental, let old = replay.scores else {
      return try loss(scores, labels: replay.labels, old: replay.scores)
    }
    let losses = try past.map { outputs in
      let answers = try old.narrow(dim: 1, start: outputs.lowerBound, count: outputs.count)
      return try loss(
        solver.part(scores, outputs), labels: answers.argmax(dim: 1), old: answers)
    }
    return try Tensor.stack(losses, dim: 0).mean()
  }

  private func loss(_ scores: Tensor, labels: Tensor, old: Tensor?) throws -> Tensor {
    guard isSoft, let old else { return try Loss.crossEntropy(scores, labels) }
    return try Loss.distillation(
      scores, targets: shares(old).padded(to: scores.shape[1]), temperature: temperature)
  }

  /// The old classifier's answers, `[batch, outputs that it knew]`; later classes have none.
  package func shares(_ old: Tensor) throws -> Tensor { try (old / temperature).softmax(dim: 1) }
}
