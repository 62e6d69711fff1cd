import Torch

/// What a learner sees in one step.
public struct Batch {
  /// `[batch, channels, height, width]` in 0...1.
  public let inputs: Tensor
  /// Positions in the head, `[batch]`, whole numbers.
  public let labels: Tensor
  /// Steps taken in this experience before this one.
  public let step: Int
  /// Where it lies among the experience's epochs.
  public let place: Place
  /// Where this step's randomness comes from.
  public let key: RandomKey

  public init(
    inputs: Tensor, labels: Tensor, step: Int, place: Place = Place(), key: RandomKey
  ) {
    (self.inputs, self.labels, self.step) = (inputs, labels, step)
    (self.place, self.key) = (place, key)
  }

  /// How far an experience has come, for schedules.
  public struct Place: Sendable, Equatable {
    /// The epoch, from 0, and how many there will be; the last may be cut short.
    public let (epoch, epochs): (Int, Int)
    /// Images of this epoch before the batch, and images of a whole epoch.
    public let (start, images): (Int, Int)

    public init(epoch: Int = 0, epochs: Int = 1, start: Int = 0, images: Int = 1) {
      (self.epoch, self.epochs) = (epoch, epochs)
      (self.start, self.images) = (start, images)
    }
  }
}
