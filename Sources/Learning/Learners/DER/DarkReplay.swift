import Catalog
import Models
import Streams
import Torch

/// Dark experience replay: stored images keep the scores that the classifier had for them when they
/// were taken, and the classifier is held to these scores.
///
/// loss = cross-entropy + alpha mean (z - z')^2, z' the stored scores of stored images, over the outputs
/// that compete now. Images are taken into a reservoir after every step.
/// Source: Buzzega et al. 2020, arXiv:2004.07211, algorithm 1. Where we differ: outputs so far compete,
/// where the authors' code trains those of later classes too; stored images are cropped and flipped as
/// the recipe says.
final class DarkReplay {
  static let memory = ImageBudget.memory(
    "number of past images to keep with their scores")
  static let alpha = Parameter(
    "alpha", .number(0...1e6), default: 0.5, "weight of the distance from stored scores")

  static let bytes = Card.Offer(
    "bytes", "bytes of the classifier, of stored images and of their scores")
  static let differences = """
    Differences from the paper: outputs of classes so far compete, where the authors' code trains those \
    of later classes too. The learning rate is that of all learners here.
    """

  let solver: TrainedClassifier
  private let memory: TrajectoryMemory
  private let alpha: Double
  /// The weight of the labels of stored images.
  private let beta: Double

  init(_ settings: Settings, parts: Parts, beta: Double) throws {
    (alpha, self.beta) = (settings[Self.alpha], beta)
    solver = try TrainedClassifier(settings, parts: parts)
    let images = try ImageBudget.images(
      settings, Self.memory,
      each: TrajectoryMemory.imageBytes(parts.shape, outputs: parts.outputs),
      network: solver.store.byteCount)
    memory = try TrajectoryMemory(
      images, shape: parts.shape, outputs: parts.outputs, key: parts.key("memory"),
      device: parts.device)
  }

  func observe(_ batch: Batch) throws -> Losses {
    let count = batch.labels.count
    var (images, sizes) = ([try solver.images(batch)], [count])
    var drawn: [TrajectoryMemory.Draw] = []
    for purpose in beta > 0 ? ["scores", "labels"] : ["scores"] {
      guard let past = try memory.draw(count, key: batch.key(purpose)) else { continue }
      let stored = Batch(
        inputs: past.inputs, labels: past.labels, step: batch.step,
        key: batch.key("stored " + purpose))
      images.append(try solver.images(stored))
      (sizes, drawn) = (sizes + [count], drawn + [past])
    }
    let scores = try solver.activeScores(.concatenate(images, dim: 0))
    func part(_ number: Int) throws -> Tensor {
      try scores.narrow(dim: 0, start: number * count, count: count)
    }
    var parts = [
      ("cross-entropy", try Loss.crossEntropy(part(0), solver.activeLabels(batch.labels)))
    ]
    if let past = drawn.first, alpha > 0 {
      let active = solver.active
      let wanted = try past.scores.narrow(dim: 1, start: active.lowerBound, count: active.count)
      parts.append(("scores", try Loss.meanSquaredError(part(1), wanted) * alpha))
    }
    if drawn.count > 1 {
      let labels = try solver.activeLabels(drawn[1].labels)
      parts.append(("replay", try Loss.crossEntropy(part(2), labels) * beta))
    }
    // The scores that are kept are those with which the loss was computed.
    let seen = try withoutGradients { try keptScores(part(0).detach()) }
    try solver.step(parts.dropFirst().reduce(parts[0].1) { try $0 + $1.1 }, batch)
    try memory.add(batch.inputs, labels: batch.labels, scores: seen, key: batch.key("reservoir"))
    return try Losses(reading: parts)
  }

  /// Scores of the active outputs at their places in the head; the others are 0.
  private func keptScores(_ scores: Tensor) throws -> Tensor {
    let whole = try Tensor.zeros(
      [scores.shape[0], memory.outputs], device: scores.device)
    let active = solver.active
    try whole.narrow(dim: 1, start: active.lowerBound, count: active.count).copy(from: scores)
    return whole
  }

  var measures: [MeasuredValue] {
    get throws {
      [MeasuredValue("bytes", count: try solver.store.byteCount + memory.byteCount)]
    }
  }

  var state: LearnerState {
    LearnerState(
      stores: [("classifier", solver.store), ("memory", memory.store)],
      optimizers: [("solver", solver.optimizer)])
  }
}
