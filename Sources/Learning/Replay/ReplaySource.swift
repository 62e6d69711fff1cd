import Streams
import Torch

/// Images of the past with their targets.
package struct ReplayBatch {
  /// `[batch, channels, height, width]` in 0...1.
  package let inputs: Tensor
  /// Positions in the head, `[batch]`: the true labels, or the frozen classifier's predictions.
  package let labels: Tensor
  /// The frozen classifier's scores, `[batch, outputs that it knew]`; nil for true labels.
  package let scores: Tensor?

  package init(inputs: Tensor, labels: Tensor, scores: Tensor?) {
    (self.inputs, self.labels, self.scores) = (inputs, labels, scores)
  }
}

/// Where images of the past come from: a frozen generator or stored exemplars.
package protocol ReplaySource: AnyObject {
  /// `count` images of the past; nil before anything was learned.
  func draw(_ count: Int, key: RandomKey) throws -> ReplayBatch?
}

/// Real images that are kept from experience to experience.
package protocol ImageMemory: ReplaySource {
  /// What is kept; another store after each `keep`.
  var store: ParameterStore { get }
  /// Bytes of all kept images, one for each pixel value.
  var byteCount: Int { get }

  /// Keeps images of `experience`, which is at its end.
  ///
  /// - Parameter features: of images, `[batch, channels, height, width]` in 0...1: `[batch, units]`,
  ///   where the choice depends on them.
  func keep(_ experience: Experience, features: ((Tensor) throws -> Tensor)?) throws

  /// `experience`, whose images were kept last, is learned further: the next `keep` replaces them.
  func reopen(_ experience: Experience)

  /// Makes room for what is kept after the experiences `past`; the store's values are restored after
  /// it.
  func restore(past: [Experience]) throws
}
