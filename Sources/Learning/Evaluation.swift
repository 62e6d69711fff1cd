import Streams
import Torch

/// Counting right answers.
public enum Evaluation {
  /// Images scored at one time: large enough for the cores, small enough for memory.
  static let chunk = 1000

  /// How many images of `selection` get the highest score, among `outputs`, at their label.
  public static func countCorrect(
    _ learner: any Learner, on selection: ImageSelection, outputs: Range<Int>, device: Device = .cpu
  ) throws -> Int {
    let feed = try ImageFeed(selection, device: device)
    var correct = 0
    for start in stride(from: 0, to: selection.count, by: chunk) {
      let batch = try feed.batch(start..<min(start + chunk, selection.count))
      let answers = try withoutGradients {
        try learner.scores(batch.inputs)
          .narrow(dim: 1, start: outputs.lowerBound, count: outputs.count).argmax(dim: 1)
      }
      correct += zip(try answers.integers(), try batch.labels.integers())
        .count { $0 + outputs.lowerBound == $1 }
    }
    return correct
  }
}
