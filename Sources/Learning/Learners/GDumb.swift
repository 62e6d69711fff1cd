import Catalog
import Models
import Streams
import Torch

/// Greedy sampler and dumb learner: a balanced sample of images is all that is kept, and a fresh network
/// is trained on it alone.
///
/// When an experience begins, its images are sampled into the memory, classes sharing the room equally,
/// and the classifier starts again from its first weights; each step then takes a batch of images from
/// the memory, of classes drawn uniformly, and none from the stream.
/// Source: Prabhu, Torr and Dokania 2020, doi:10.1007/978-3-030-58536-5_31. Where we differ: the sample
/// is drawn from the whole experience, where the paper's greedy sampler takes images as they come, which
/// gives the same numbers of each class; schedule and augmentation are the recipe's, where the paper
/// has warm restarts and CutMix; a network is trained after each experience with as many steps as other
/// learners take.
package final class GDumb: MemoryLearner {
  static let memory = ImageBudget.memory(
    "number of images to keep, shared equally among the classes so far")

  package static let card = Card(
    "gdumb", "GDumb: keep a balanced sample, train a fresh network on it alone",
    parameters: [memory, ImageBudget.bytes] + TrainedClassifier.options.parameters,
    results: [Card.Offer("bytes", "bytes of the classifier and of stored images")],
    example: "learner dumb = gdumb model=net memory=500",
    source: "Prabhu, Torr and Dokania 2020, doi:10.1007/978-3-030-58536-5_31",
    notes: """
      Differences from the paper: the sample is drawn from the whole experience, not greedily as images \
      come, with equal numbers of each class either way; learning-rate schedule and augmentation are those \
      of all learners here, without warm restarts and CutMix. The images of the stream are only stored: \
      epochs= and steps= say how long the network is trained on the memory.
      """,
    explanation: .init(
      idea: """
        Nothing is learned from the stream itself; it only fills a memory with equally many images of each \
        class. Whenever answers are wanted, a network is trained from scratch on the memory.
        """,
      formula: "loss = cross-entropy on images of the memory, over all classes so far",
      cost: """
        as fine-tuning per step, from the first weights in each experience; memory= images are stored
        """))
  package static let needs = Needs([.classifier], storesImages: true)

  private let settings: Settings
  private let parts: Parts
  package private(set) var solver: TrainedClassifier
  private let memory: ExemplarMemory
  package var stored: any ImageMemory { memory }
  /// Whether the experience is learned further: then neither memory nor network starts over.
  private var isOpen = false

  package init(_ settings: Settings, parts: Parts) throws {
    (self.settings, self.parts) = (settings, parts)
    solver = try TrainedClassifier(settings, parts: parts)
    let count = try ImageBudget.images(
      settings, Self.memory, each: parts.shape.count, network: solver.store.byteCount)
    guard count >= parts.outputs else {
      throw ModelError(
        "a memory of \(count) images holds none of each of \(parts.outputs) classes: "
          + "use memory=\(parts.outputs) or more")
    }
    memory = ExemplarMemory(.total(count), key: parts.key("memory"), device: parts.device)
  }

  package func begin(_ experience: Experience) throws {
    if !isOpen {
      try memory.keep(experience)
      solver = try TrainedClassifier(settings, parts: parts)
    }
    solver.open(experience, past: true)
  }

  /// Its images were stored when it began.
  package func end(_ experience: Experience) { isOpen = false }

  package func reopen(_ experience: Experience) { isOpen = true }

  package func observe(_ batch: Batch) throws -> Losses {
    guard let kept = try memory.draw(batch.labels.count, key: batch.key("memory")) else {
      throw ModelError("gdumb cannot learn before an experience has begun")
    }
    let images = try solver.images(
      Batch(inputs: kept.inputs, labels: kept.labels, step: batch.step, key: batch.key))
    let loss = try Loss.crossEntropy(
      solver.activeScores(images), solver.activeLabels(kept.labels))
    try solver.step(loss, batch)
    return Losses(["cross-entropy": try loss.item()])
  }
}
