/// How much a learner is trained in each experience.
package struct Budget: Sendable, Equatable {
  /// Passes over the experience's images.
  package var epochs: Int
  /// Steps instead of epochs, when given.
  package var steps: Int?
  /// Images of the current experience per step.
  package var batch: Int

  package init(epochs: Int = 1, steps: Int? = nil, batch: Int = 128) {
    (self.epochs, self.steps, self.batch) = (epochs, steps, batch)
  }

  /// Steps of one pass over `images`; the last batch may be smaller.
  package func stepsPerEpoch(_ images: Int) -> Int { max(1, (images + batch - 1) / batch) }

  /// Steps of one experience with `images` images.
  package func total(_ images: Int) -> Int { steps ?? epochs * stepsPerEpoch(images) }
}
