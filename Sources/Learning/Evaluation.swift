import Streams
import Torch

/// Counting right answers.
package enum Evaluation {
  /// Images scored at one time: 1000 of up to 32 x 32 in colour, fewer larger ones.
  static func chunk(_ selection: ImageSelection) -> Int {
    max(1, min(1000, 1000 * 3 * 32 * 32 / max(1, selection.archive.shape.count)))
  }

  /// How many images of `selection` get the highest score, among `outputs`, at their label.
  package static func countCorrect(
    _ learner: any Learner, on selection: ImageSelection, outputs: Range<Int>, device: Device = .cpu
  ) throws -> Int {
    try countCorrect(on: selection, device: device) { images in
      try learner.scores(images)
        .narrow(dim: 1, start: outputs.lowerBound, count: outputs.count)
        .argmax(dim: 1).integers().map { $0 + outputs.lowerBound }
    }
  }

  /// How many images of `selection`, `[batch, channels, height, width]` in 0...1 at a time, get their
  /// label as `answers`.
  static func countCorrect(
    on selection: ImageSelection, device: Device, answers: (Tensor) throws -> [Int]
  ) throws -> Int {
    let feed = try ImageFeed(selection, device: device)
    let chunk = chunk(selection)
    var correct = 0
    for start in stride(from: 0, to: selection.count, by: chunk) {
      let batch = try feed.batch(start..<min(start + chunk, selection.count))
      let found = try withoutGradients { try answers(batch.inputs) }
      correct += zip(found, try batch.labels.integers()).count { $0 == $1 }
    }
    return correct
  }
}
