import Catalog
import Models
import Streams
import Torch

/// Averaged gradient episodic memory: a step on current images must not raise the loss on stored ones,
/// to first order.
///
/// g is the gradient on current images, r that on `reference` stored ones. Where g r < 0, the step takes
/// g - (g r / r r) r instead of g.
/// Source: Chaudhry et al. 2019, arXiv:1812.00420, equation 11. Where we differ: the paper goes through
/// each image once, in batches of 10, with plain gradient descent; here experiences may have several
/// epochs and any optimizer takes the projected gradient. Images are drawn at the end of their
/// experience, equally many of each class. There are no task descriptors.
package final class AveragedGradientEpisodicMemory: MemoryLearner {
  static let memory = ImageBudget.memory(
    "number of past images to keep, shared equally among the classes so far")
  static let reference = Parameter(
    "reference", .integer(1...100_000), default: 256,
    "stored images of each step whose loss may not rise")

  package static let card = Card(
    "a-gem", "averaged gradient episodic memory: steps may not raise the loss on stored images",
    parameters: [memory, ImageBudget.bytes, reference] + TrainedClassifier.options.parameters,
    results: [Card.Offer("bytes", "bytes of the classifier and of stored images")],
    example: "learner gem = a-gem model=net memory=500",
    source: "Chaudhry et al. 2019, arXiv:1812.00420",
    notes: """
      Differences from the paper: experiences may have several epochs, and any optimizer takes the \
      projected gradient, where the paper takes plain steps on each image once; images are stored when \
      their experience ends; there are no task descriptors.
      """,
    explanation: .init(
      idea: """
        Each step compares the gradient of the current images with that of stored ones. If they disagree, \
        the part of the step that would raise the loss on stored images is removed.
        """,
      formula: """
        g: gradient of the cross-entropy on current images; r: on reference= stored ones
        if g r < 0: g <- g - (g r / r r) r
        """,
      cost:
        "one more forward and backward pass per step, of stored images; memory= images are stored"))
  package static let needs = Needs([.classifier], storesImages: true)

  private let reference: Int
  package let solver: TrainedClassifier
  private let memory: ExemplarMemory
  package var stored: any ImageMemory { memory }

  package init(_ settings: Settings, parts: Parts) throws {
    reference = settings[Self.reference]
    solver = try TrainedClassifier(settings, parts: parts)
    let images = try ImageBudget.images(
      settings, Self.memory, each: parts.shape.count, network: solver.store.byteCount)
    memory = ExemplarMemory(.total(images), key: parts.key("memory"), device: parts.device)
  }

  package func begin(_ experience: Experience) { solver.open(experience, past: true) }

  package func observe(_ batch: Batch) throws -> Losses {
    let old = try oldGradients(batch)
    let loss = try Loss.crossEntropy(
      solver.activeScores(solver.images(batch)), solver.activeLabels(batch.labels))
    try solver.step(loss, batch) {
      if let old { try Self.project(solver.store.parameters.map(\.tensor.gradient), away: old) }
    }
    return Losses(["cross-entropy": try loss.item()])
  }

  /// The gradients of the loss on stored images; nil before anything is stored.
  private func oldGradients(_ batch: Batch) throws -> [Tensor?]? {
    guard let past = try memory.draw(reference, key: batch.key("reference")) else { return nil }
    let images = try solver.images(
      Batch(inputs: past.inputs, labels: past.labels, step: batch.step, key: batch.key("stored")))
    let loss = try Loss.crossEntropy(
      solver.activeScores(images), solver.activeLabels(past.labels))
    return try gradients(of: loss, withRespectTo: solver.store.parameters.map(\.tensor))
  }

  /// Removes from the gradients `current`, in place, what would raise the loss that has the gradients
  /// `old`.
  static func project(_ current: [Tensor?], away old: [Tensor?]) throws {
    try withoutGradients {
      let pairs = zip(current, old).compactMap { current, old in
        if let current, let old { (current: current, old: old) } else { nil }
      }
      func product(_ terms: [Tensor]) throws -> Double {
        try Tensor.stack(terms.map { try $0.sum() }, dim: 0).doubles().reduce(0, +)
      }
      guard !pairs.isEmpty else { return }
      let shared = try product(pairs.map { try $0.current * $0.old })
      let length = try product(old.compactMap { try $0?.square() })
      guard shared < 0, length > 0 else { return }
      for pair in pairs { try pair.current.add(inPlace: pair.old, scale: -shared / length) }
    }
  }
}
