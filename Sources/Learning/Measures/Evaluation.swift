import Streams
import Torch

/// Answers to the images of a selection.
package enum Evaluation {
  /// The answer to one image.
  package struct Answer: Sendable {
    /// The place of the highest score; `AnswerCounts.none` where scores are not finite.
    package let place: Int
    /// Its share in the softmax of the scores that competed, in 0...1; NaN without an answer.
    package let confidence: Double
  }

  /// Images scored at one time: 1000 of up to 32 x 32 in colour, fewer larger ones.
  static func chunk(_ selection: ImageSelection) -> Int {
    max(1, min(1000, 1000 * 3 * 32 * 32 / max(1, selection.archive.shape.count)))
  }

  /// The answers to the images of `selection` in their order: the output with the highest score among
  /// `outputs`; none where one of these scores is not finite.
  ///
  /// - Parameter scores: of images, `[batch, channels, height, width]` in 0...1:
  ///   `[batch, outputs of the head]`.
  package static func each(
    _ selection: ImageSelection, outputs: Range<Int>, device: Device = .cpu,
    scores: (Tensor) throws -> Tensor
  ) throws -> [Answer] {
    let feed = try ImageFeed(selection, device: device)
    let chunk = chunk(selection)
    var answers: [Answer] = []
    for start in stride(from: 0, to: selection.count, by: chunk) {
      let batch = try feed.batch(start..<min(start + chunk, selection.count))
      answers += try withoutGradients { try each(scores(batch.inputs), among: outputs) }
    }
    return answers
  }

  /// The same, counted by class.
  package static func answers(
    on selection: ImageSelection, outputs: Range<Int>, device: Device = .cpu,
    scores: (Tensor) throws -> Tensor
  ) throws -> AnswerCounts {
    let answers = try each(selection, outputs: outputs, device: device, scores: scores)
    return AnswerCounts(
      truths: selection.labels, answers: answers.map(\.place),
      confidences: answers.map(\.confidence))
  }

  /// For each row of `scores`, `[batch, outputs of the head]`, the place of the highest one among
  /// `outputs`; `AnswerCounts.none` if one of them is not finite.
  static func best(_ scores: Tensor, among outputs: Range<Int>) throws -> [Int] {
    try each(scores, among: outputs).map(\.place)
  }

  private static func each(_ scores: Tensor, among outputs: Range<Int>) throws -> [Answer] {
    let competing = try scores.narrow(dim: 1, start: outputs.lowerBound, count: outputs.count)
    // The largest of absolute values is not finite as soon as one of the values is not.
    let sizes = try competing.abs().max(dim: 1).values.doubles()
    let places = try competing.argmax(dim: 1).integers()
    let shares = try competing.to(.float64).softmax(dim: 1).max(dim: 1).values.doubles()
    return places.indices.map { row in
      sizes[row].isFinite
        ? Answer(place: places[row] + outputs.lowerBound, confidence: shares[row])
        : Answer(place: AnswerCounts.none, confidence: .nan)
    }
  }
}
