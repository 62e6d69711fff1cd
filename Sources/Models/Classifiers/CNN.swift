import Catalog
import Torch

/// A small convolutional network: stages of 3 x 3 convolution, batch norm, rectifier, halving.
package final class CNN: StagedClassifier {
  static let width = Parameter(
    "width", .integer(1...1024), default: 32,
    "channels of the first stage, doubled in each later one")
  static let stages = Parameter("stages", .integer(1...6), default: 3, "number of stages")

  package static let card = Card(
    "cnn", "small convolutional network", parameters: [width, stages],
    example: "model net = cnn width=32",
    source: "plain VGG-like stack, Simonyan and Zisserman 2015, arXiv:1409.1556",
    explanation: .init(
      idea: """
        Stages of a 3 x 3 convolution, batch norm and rectifier, each of which halves the image and \
        doubles the channels; a linear head on what is left.
        """,
      formula: "h_i = pool(relu(norm(W_i * h_(i-1)))), scores = W h_n + b",
      cost: "far fewer weights than an mlp and more computation per image"))

  private let blocks: [(convolution: Conv2d, norm: BatchNorm)]
  package let head: Linear
  package let stageShapes: [[Int]]
  package var usualStage: Int { lastStage }

  package init(
    _ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore
  ) throws {
    let stages = settings[Self.stages]
    let (height, width) = (shape.height >> stages, shape.width >> stages)
    guard height > 0, width > 0 else {
      throw ModelError(
        "cnn stages=\(stages) is too many for images of \(shape.height) x \(shape.width): each stage "
          + "halves them, use fewer")
    }
    let widths = [shape.channels] + (0..<stages).map { settings[Self.width] << $0 }
    try NetworkSize.check(
      "cnn",
      zip(widths, widths.dropFirst()).map { 9 * $0 * $1 }
        + [widths[stages] * height * width * classes])
    var channels = shape.channels
    blocks = try (0..<stages).map { stage in
      let next = settings[Self.width] << stage
      defer { channels = next }
      return (
        try Conv2d(
          channels, next, kernel: 3, padding: 1, bias: false, in: store, "conv\(stage + 1)"),
        try BatchNorm(next, in: store, "norm\(stage + 1)")
      )
    }
    stageShapes = (0...stages).map { [widths[$0], shape.height >> $0, shape.width >> $0] }
    head = try Linear(channels * height * width, classes, in: store, "head")
  }

  package func features(
    _ inputs: Tensor, from start: Int, through end: Int, _ mode: NormMode
  ) throws -> Tensor {
    try blocks[start..<max(start, end)].reduce(inputs) { features, block in
      try block.norm(block.convolution(features), mode).relu().maxPool(2)
    }
  }

  package func prefixes(ofStage stage: Int) -> [String] { ["conv\(stage).", "norm\(stage)."] }
}
