import Catalog
import Models
import Streams
import Torch

/// Features of a network that is trained on the first experience alone and then frozen.
package final class FrozenExtractor {
  /// What gives the features.
  package enum Source: String, SettingChoice {
    /// The network, trained by cross-entropy on the first experience.
    case first
    /// The network with its first weights.
    case initial
    /// None: the pixels themselves.
    case pixels
  }

  package static let source = Parameter(
    "extractor", default: Source.first,
    "what gives features: the network after training on the first experience, with its initial "
      + "weights, or none (the pixels)")
  /// Its option and those of its training.
  package static let parameters: [any ParameterDescription] =
    [source] + TrainedClassifier.options.parameters

  private let source: Source
  private let solver: TrainedClassifier
  private let device: Device
  /// Features of one image.
  package let width: Int
  private var isTraining = false
  /// Whether the first experience, which has ended, is learned further.
  private var isOpen = false

  package init(_ settings: Settings, parts: Parts) throws {
    source = settings[Self.source]
    solver = try TrainedClassifier(settings, parts: parts)
    device = parts.device
    let shape = parts.shape
    let black = try Tensor.zeros([1, shape.channels, shape.height, shape.width], device: device)
    width = source == .pixels ? shape.count : try solver.features(black).shape[1]
  }

  package func begin(_ experience: Experience) {
    solver.open(experience)
    isTraining = source == .first && experience.index == 0
  }

  /// One step of the network in the first experience; later ones change nothing.
  package func observe(_ batch: Batch) throws -> Losses {
    guard isTraining else { return Losses() }
    let loss = try Loss.crossEntropy(
      solver.activeScores(solver.images(batch)), solver.activeLabels(batch.labels))
    try solver.step(loss, batch)
    return Losses(["cross-entropy": try loss.item()])
  }

  /// `[batch, width]` of `inputs`, `[batch, channels, height, width]` in 0...1, without gradients.
  package func features(_ inputs: Tensor) throws -> Tensor {
    source == .pixels ? try inputs.flatten(from: 1) : try solver.features(inputs)
  }

  /// Goes once through the training images of `experience`: features, `[batch, width]`, with labels.
  ///
  /// - Parameter sums: what was summed over the images so far; set to 0 if they are gone through again.
  package func visit(
    _ experience: Experience, sums: [Tensor], _ body: (Tensor, Tensor) throws -> Void
  ) throws {
    if isOpen { for sum in sums { try sum.zero() } }
    isOpen = false
    let feed = try ImageFeed(experience.train, device: device)
    try withoutGradients {
      for start in stride(from: 0, to: experience.train.count, by: 500) {
        let batch = try feed.batch(start..<min(start + 500, experience.train.count))
        try body(features(batch.inputs), batch.labels)
      }
    }
  }

  /// Opens the first experience to further training of the network.
  ///
  /// - Throws: the error that `finished` makes of a reason if the network does not change any more.
  package func reopen(_ experience: Experience, _ finished: (String) -> ModelError) throws {
    guard source == .first else {
      throw finished("its features do not change, and its readout is exact")
    }
    guard experience.index == 0 else {
      throw finished("its features are frozen after the first experience, and its readout is exact")
    }
    isOpen = true
  }

  /// Bytes that it takes between experiences.
  package var byteCount: Int { source == .pixels ? 0 : solver.store.byteCount }

  package var stores: [(name: String, store: ParameterStore)] { [("classifier", solver.store)] }
  package var optimizers: [(name: String, optimizer: any Optimizer)] {
    [("solver", solver.optimizer)]
  }

  /// What the cards of its methods say about it.
  package static let notes = """
    The network is trained by cross-entropy in the first experience and then frozen; later steps and \
    epochs change nothing. extractor=initial leaves it untrained, extractor=pixels does without it. \
    Published results use a network pre-trained on many classes; where the first experience has two, as in \
    MNIST in pairs, features tell little more than these two apart, and the accuracy on later classes is \
    low for that reason.
    """
}
