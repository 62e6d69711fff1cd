import Streams
import Torch

/// Answers to the images of a selection.
package enum Evaluation {
  /// Images scored at one time: 1000 of up to 32 x 32 in colour, fewer larger ones.
  static func chunk(_ selection: ImageSelection) -> Int {
    max(1, min(1000, 1000 * 3 * 32 * 32 / max(1, selection.archive.shape.count)))
  }

  /// Counts the answers to the images of `selection`: the output with the highest score among
  /// `outputs`; none where one of these scores is not finite.
  ///
  /// - Parameter scores: of images, `[batch, channels, height, width]` in 0...1:
  ///   `[batch, outputs of the head]`.
  package static func answers(
    on selection: ImageSelection, outputs: Range<Int>, device: Device = .cpu,
    scores: (Tensor) throws -> Tensor
  ) throws -> AnswerCounts {
    let feed = try ImageFeed(selection, device: device)
    let chunk = chunk(selection)
    var (truths, answers): ([Int], [Int]) = ([], [])
    for start in stride(from: 0, to: selection.count, by: chunk) {
      let batch = try feed.batch(start..<min(start + chunk, selection.count))
      answers += try withoutGradients { try best(scores(batch.inputs), among: outputs) }
      truths += try batch.labels.integers()
    }
    return AnswerCounts(truths: truths, answers: answers)
  }

  /// For each row of `scores`, `[batch, outputs of the head]`, the place of the highest one among
  /// `outputs`; `AnswerCounts.none` if one of them is not finite.
  static func best(_ scores: Tensor, among outputs: Range<Int>) throws -> [Int] {
    let competing = try scores.narrow(dim: 1, start: outputs.lowerBound, count: outputs.count)
    // The largest of absolute values is not finite as soon as one of the values is not.
    let sizes = try competing.abs().max(dim: 1).values.doubles()
    return zip(try competing.argmax(dim: 1).integers(), sizes).map { place, size in
      size.isFinite ? place + outputs.lowerBound : AnswerCounts.none
    }
  }
}
