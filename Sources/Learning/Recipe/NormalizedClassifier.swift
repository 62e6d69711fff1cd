import Catalog
import Models
import Torch

/// A network that takes pixels in 0...1 and passes them on normalized.
final class NormalizedClassifier<Network: Classifier>: Classifier {
  static var card: Card { Network.card }

  private let network: Network
  /// Nil: pixels stay as they are.
  private let scale: PixelScale?

  init(_ network: Network, _ scale: PixelScale) { (self.network, self.scale) = (network, scale) }

  init(
    _ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore
  ) throws {
    network = try Network(settings, shape: shape, classes: classes, in: store)
    scale = nil
  }

  func pyTorch(_ store: ParameterStore) throws -> PyTorchNetwork { try network.pyTorch(store) }

  func callAsFunction(_ inputs: Tensor, training: Bool) throws -> Tensor {
    try network(normalized(inputs), training: training)
  }

  private func normalized(_ pixels: Tensor) throws -> Tensor {
    try scale?.normalized(pixels) ?? pixels
  }
}

/// Stage 0 are the pixels as they come.
extension NormalizedClassifier: StagedClassifier where Network: StagedClassifier {
  var stageShapes: [[Int]] { network.stageShapes }
  var usualStage: Int { network.usualStage }
  var head: Linear { network.head }

  func features(
    _ inputs: Tensor, from start: Int, through end: Int, _ mode: NormMode
  ) throws -> Tensor {
    let isImage = start == 0 && end > 0
    return try network.features(
      isImage ? normalized(inputs) : inputs, from: start, through: end, mode)
  }

  func prefixes(ofStage stage: Int) -> [String] { network.prefixes(ofStage: stage) }
}

extension Parts {
  /// The classifier with its first weights, as a learner with these `settings` trains it: with pixels
  /// normalized as the recipe says.
  ///
  /// Frozen copies are made the same way, so that they see what the classifier sees.
  package func makeClassifier(
    _ settings: Settings
  ) throws -> (network: any Classifier, store: ParameterStore) {
    let (network, store) = try makeClassifier()
    let scale = try TrainedClassifier.options.pixels.scale(
      settings, channels: shape.channels, device: device)
    guard let scale else { return (network, store) }
    func wrapped(_ network: some Classifier) -> any Classifier {
      NormalizedClassifier(network, scale)
    }
    return (wrapped(network), store)
  }
}
