import Torch

/// What a learner sees in one step.
package struct Batch {
  /// `[batch, channels, height, width]` in 0...1.
  package let inputs: Tensor
  /// Positions in the head, `[batch]`, whole numbers.
  package let labels: Tensor
  /// The phase of the experience, from 0.
  package let phase: Int
  /// Steps taken in this phase before this one, and how many it takes.
  package let (step, steps): (Int, Int)
  /// Where it lies among the phase's epochs.
  package let place: Place
  /// Where this step's randomness comes from.
  package let key: RandomKey

  package init(
    inputs: Tensor, labels: Tensor, phase: Int = 0, step: Int, steps: Int = 1,
    place: Place = Place(), key: RandomKey
  ) {
    (self.inputs, self.labels) = (inputs, labels)
    (self.phase, self.step, self.steps) = (phase, step, steps)
    (self.place, self.key) = (place, key)
  }

  /// The same with black images.
  func blank() throws -> Batch {
    Batch(
      inputs: try .zeros(inputs.shape, device: inputs.device), labels: labels, phase: phase,
      step: step, steps: steps, place: place, key: key)
  }

  /// How far a phase has come, for schedules.
  package struct Place: Sendable, Equatable {
    /// The epoch, from 0, and how many there will be; the last may be cut short.
    package let (epoch, epochs): (Int, Int)
    /// Images of this epoch before the batch, and images of a whole epoch.
    package let (start, images): (Int, Int)

    package init(epoch: Int = 0, epochs: Int = 1, start: Int = 0, images: Int = 1) {
      (self.epoch, self.epochs) = (epoch, epochs)
      (self.start, self.images) = (start, images)
    }
  }
}
