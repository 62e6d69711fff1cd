import Catalog
import Models
import Torch

/// ResNet-18 with the stem for 32 x 32 images: 3 x 3 convolution, stride 1, no pooling.
///
/// Source: He et al. 2016, arXiv:1512.03385, section 4.2 for the stem.
final class ResidualNetwork: Classifier {
  static let card = Card("resnet18", "ResNet-18 for small images")

  private let stem: Step
  private let blocks: [Block]
  private let head: Linear

  init(_ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore) throws {
    stem = try Step(shape.channels, 64, stride: 1, in: store, "stem")
    blocks = try (0..<8).map { index in
      let width = 64 << (index / 2)
      let narrows = index > 0 && index % 2 == 0
      return try Block(narrows ? width / 2 : width, width, in: store, "block\(index)")
    }
    head = try Linear(512, classes, in: store, "head")
  }

  func callAsFunction(_ inputs: Tensor, training: Bool) throws -> Tensor {
    var features = try stem(inputs, training: training).relu()
    for block in blocks { features = try block(features, training: training) }
    return try head(features.adaptiveAveragePool(1).flatten(from: 1))
  }

  /// A convolution without bias, then batch norm.
  private struct Step {
    let convolution: Conv2d
    let norm: BatchNorm

    init(
      _ inputs: Int, _ outputs: Int, kernel: Int = 3, stride: Int, in store: ParameterStore,
      _ name: String
    ) throws {
      convolution = try Conv2d(
        inputs, outputs, kernel: kernel, stride: stride, padding: kernel / 2, bias: false,
        in: store, name)
      norm = try BatchNorm(outputs, in: store, name + ".norm")
    }

    func callAsFunction(_ inputs: Tensor, training: Bool) throws -> Tensor {
      try norm(convolution(inputs), training: training)
    }
  }

  /// Two steps and the way around them; it halves the image where the channels change.
  private struct Block {
    let first, second: Step
    let around: Step?

    init(_ inputs: Int, _ outputs: Int, in store: ParameterStore, _ name: String) throws {
      let stride = inputs == outputs ? 1 : 2
      first = try Step(inputs, outputs, stride: stride, in: store, name + ".first")
      second = try Step(outputs, outputs, stride: 1, in: store, name + ".second")
      around =
        stride == 1
        ? nil
        : try Step(inputs, outputs, kernel: 1, stride: stride, in: store, name + ".around")
    }

    func callAsFunction(_ inputs: Tensor, training: Bool) throws -> Tensor {
      let features = try second(first(inputs, training: training).relu(), training: training)
      return try (features + (around?(inputs, training: training) ?? inputs)).relu()
    }
  }
}
