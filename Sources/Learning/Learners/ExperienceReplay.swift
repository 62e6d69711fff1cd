import Catalog
import Models
import Streams
import Torch

/// Experience replay: to every batch of current images as many stored ones are added, and the
/// cross-entropy is the mean over both.
///
/// Source: Chaudhry et al. 2019, arXiv:1902.10486. Where we differ: the paper goes through each image
/// once, in batches of 10, and stores images while it learns their experience; here an experience may
/// have several epochs, its images are stored when it ends and only those of earlier ones are replayed.
/// `selection=balanced` keeps equally many images of each class; the reservoir is uniform over images.
package final class ExperienceReplay: MemoryLearner {
  /// Which images are kept.
  enum Selection: String, SettingChoice { case reservoir, balanced }

  static let memory = ImageBudget.memory(
    "number of past images to keep")
  static let selection = Parameter(
    "selection", default: Selection.reservoir,
    "keep a uniform sample of all images, or equally many of each class")

  package static let card = Card(
    "er", "experience replay: stored images in every batch",
    parameters: [memory, ImageBudget.bytes, selection] + TrainedClassifier.options.parameters,
    results: [Card.Offer("bytes", "bytes of the classifier and the stored images")],
    example: "learner stored = er model=net memory=500",
    source: "Chaudhry et al. 2019, arXiv:1902.10486",
    notes: """
      Differences from the paper: an experience may have several epochs; its images are stored when it \
      ends, and only those of earlier experiences are replayed.
      """,
    explanation: .init(
      idea: "A sample of old images is stored, and as many of them as new ones enter every step.",
      formula: """
        loss = (cross-entropy on current images + cross-entropy on as many stored ones) / 2
        reservoir: image n, from 0, takes place n while there is room, later a place drawn from 0...n \
        if there is one of that number
        """,
      cost: "from experience 2 on twice the images per step; memory= images are stored"))

  package static let needs = Needs([.classifier], storesImages: true)
  package static let replayLosses = ["replay"]

  package let solver: TrainedClassifier
  private let memory: any ImageMemory
  package var stored: any ImageMemory { memory }

  package init(_ settings: Settings, parts: Parts) throws {
    solver = try TrainedClassifier(settings, parts: parts)
    let key = parts.key("memory")
    let images = try ImageBudget.images(
      settings, Self.memory, each: parts.shape.count, network: solver.store.byteCount)
    switch settings[Self.selection] {
    case .reservoir: memory = ReservoirMemory(images, key: key, device: parts.device)
    case .balanced: memory = ExemplarMemory(.total(images), key: key, device: parts.device)
    }
  }

  package func begin(_ experience: Experience) { solver.open(experience, past: true) }

  package func observe(_ batch: Batch) throws -> Losses {
    let images = try solver.images(batch)
    let count = batch.inputs.shape[0]
    guard let past = try memory.draw(count, key: batch.key("replay")) else {
      let loss = try Loss.crossEntropy(
        solver.activeScores(images), solver.activeLabels(batch.labels))
      try solver.step(loss, batch)
      return Losses(["cross-entropy": try loss.item()])
    }
    let stored = try solver.images(
      Batch(
        inputs: past.inputs, labels: past.labels, step: batch.step, key: batch.key("stored")))
    let scores = try solver.activeScores(.concatenate([images, stored], dim: 0))
    let current =
      try Loss.crossEntropy(
        scores.narrow(dim: 0, start: 0, count: count), solver.activeLabels(batch.labels)) * 0.5
    let old =
      try Loss.crossEntropy(
        scores.narrow(dim: 0, start: count, count: count), solver.activeLabels(past.labels)) * 0.5
    try solver.step(current + old, batch)
    return try Losses(reading: [("cross-entropy", current), ("replay", old)])
  }
}
