/// How much a learner is trained in each experience.
public struct Budget: Sendable, Equatable {
  /// Passes over the experience's images.
  public var epochs: Int
  /// Steps instead of epochs, when given.
  public var steps: Int?
  /// Images of the current experience per step.
  public var batch: Int

  public init(epochs: Int = 1, steps: Int? = nil, batch: Int = 128) {
    (self.epochs, self.steps, self.batch) = (epochs, steps, batch)
  }

  /// Steps of one pass over `images`; the last batch may be smaller.
  public func stepsPerEpoch(_ images: Int) -> Int { max(1, (images + batch - 1) / batch) }

  /// Steps of one experience with `images` images.
  public func total(_ images: Int) -> Int { steps ?? epochs * stepsPerEpoch(images) }
}
