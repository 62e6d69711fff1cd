import Torch

/// What a learner sees in one step.
public struct Batch {
  /// `[batch, channels, height, width]` in 0...1.
  public let inputs: Tensor
  /// Positions in the head, `[batch]`, whole numbers.
  public let labels: Tensor
  /// Steps taken in this experience before this one.
  public let step: Int
  /// Where this step's randomness comes from.
  public let key: RandomKey

  public init(inputs: Tensor, labels: Tensor, step: Int, key: RandomKey) {
    (self.inputs, self.labels, self.step, self.key) = (inputs, labels, step, key)
  }
}
