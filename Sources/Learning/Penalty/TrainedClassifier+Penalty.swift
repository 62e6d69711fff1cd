import Models
import Torch

extension TrainedClassifier {
  /// One step down cross-entropy and, where there is one, `scale` times a penalty.
  func learn(
    _ batch: Batch, heldBy penalty: QuadraticPenalty?, _ scale: Double
  ) throws -> Losses {
    let loss = try Loss.crossEntropy(
      activeScores(images(batch)), activeLabels(batch.labels))
    guard let penalty else {
      try step(loss, batch)
      return Losses(["cross-entropy": try loss.item()])
    }
    let held = try penalty.loss(scale)
    try step(loss + held, batch)
    return try Losses(reading: [("cross-entropy", loss), ("penalty", held)])
  }
}
