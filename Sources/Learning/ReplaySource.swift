import Torch

/// Images of the past with what they should be answered with.
package struct ReplayBatch {
  /// `[batch, channels, height, width]` in 0...1.
  package let inputs: Tensor
  /// What the learner of then says: `[batch]` labels.
  package let labels: Tensor
  /// The scores behind the labels, `[batch, outputs of then]`.
  package let scores: Tensor

  package init(inputs: Tensor, labels: Tensor, scores: Tensor) {
    (self.inputs, self.labels, self.scores) = (inputs, labels, scores)
  }
}

/// Where the past comes back from: a frozen generator, a buffer, the current inputs.
package protocol ReplaySource: AnyObject {
  /// `count` images of the past; nil before anything was learned.
  func draw(_ count: Int, key: RandomKey) throws -> ReplayBatch?
}
