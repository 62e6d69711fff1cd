import Catalog
import Torch

/// ResNet: a stem, then four groups of residual blocks.
///
/// Six stages: stem, the four groups (1, 2, 4 and 8 times the width; halving from the second group
/// on), and the mean over all places. With two blocks in a group it is ResNet-18. The small stem is
/// a 3 x 3 convolution that keeps the size; the large one a 7 x 7 convolution and pooling, each of
/// which halves it.
/// Source: He et al. 2016, arXiv:1512.03385; small stem and split of Thandiackal et al.,
/// arXiv:2106.05350. Their code pools after the second stage, which takes four times as long there
/// and is not what published weights were trained with; here it is in the stem, as in the source.
package final class ResNet: StagedClassifier {
  static let width = Parameter(
    "width", .integer(1...512), default: 64,
    "channels of the first group, doubled in each later one")
  static let blocks = Parameter(
    "blocks", .integer(1...16), default: 2, "residual blocks in each group; 2: ResNet-18")
  /// The first layers: a 3 x 3 convolution, or a 7 x 7 one with stride 2 and pooling.
  enum Stem: String, SettingChoice { case small, large }

  static let stem = Parameter(
    "stem", default: Stem.small,
    "first layers: 3 x 3 convolution, or 7 x 7 and pooling, which reduce images of 64 x 64 or more "
      + "to a quarter of their rows and columns"
  )
  static let weights = Parameter<String?>(
    "weights", .path, default: nil,
    "initial weights: a safetensors file with torchvision's parameter names"
  )

  package static let card = Card(
    "resnet", "residual network, by default ResNet-18 for small images",
    parameters: [width, blocks, stem, weights], example: "model net = resnet width=16",
    source: "He et al. 2016, arXiv:1512.03385",
    notes: """
      weights= takes the resnet18 of torchvision or timm (or, with blocks=3 and so on, your own \
      network with the same parameter names); its last layer is not used. Such weights need \
      stem=large and three channels: model net = resnet stem=large weights="resnet18.safetensors". \
      The file is read whenever a learner with this model is created or loaded.
      """,
    explanation: .init(
      idea: """
        Each block adds what it computes to what it was given, so that networks can be deep and \
        still learn.
        """,
      formula: "h_n = relu(h_(n-1) + norm(W' * relu(norm(W * h_(n-1))))), scores = W mean(h) + b",
      cost: "with width=64 about 0.5 billion multiplications for an image of 32 x 32"))

  private let stem: (convolution: Conv2d, norm: BatchNorm)
  private let isLarge: Bool
  private let groups: [[ResidualBlock]]
  package let head: Linear
  package let stageShapes: [[Int]]

  /// The third group: its features are still maps, and most of the cost lies before them.
  package var usualStage: Int { 4 }

  package init(
    _ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore
  ) throws {
    let (width, blocks) = (settings[Self.width], settings[Self.blocks])
    let widths = (0..<4).map { width << $0 }
    isLarge = settings[Self.stem] == .large
    let (kernel, shrink) = isLarge ? (7, 4) : (3, 1)
    try NetworkSize.check(
      "resnet",
      [kernel * kernel * shape.channels * width, widths[3] * classes]
        + widths.map { 9 * $0 * $0 * 2 * blocks })
    stem = (
      try ResidualBlock.convolution(
        shape.channels, width, kernel: kernel, stride: isLarge ? 2 : 1, in: store, "stage1.conv"),
      try BatchNorm(width, in: store, "stage1.norm")
    )
    var shapes = [
      [shape.channels, shape.height, shape.width],
      [width] + [shape.height, shape.width].map { ($0 + shrink - 1) / shrink },
    ]
    var inputs = width
    groups = try widths.enumerated().map { index, outputs in
      let stride = index == 0 ? 1 : 2
      let size = shapes[index + 1].dropFirst().map { ($0 + stride - 1) / stride }
      shapes.append([outputs] + size)
      return try (0..<blocks).map { number in
        defer { inputs = outputs }
        return try ResidualBlock(
          inputs, outputs, stride: number == 0 ? stride : 1, in: store,
          "stage\(index + 2).block\(number + 1)")
      }
    }
    stageShapes = shapes + [[widths[3]]]
    head = try Linear(widths[3], classes, in: store, "head")
    if let file = settings[Self.weights] { try TorchvisionWeights.read(file, into: store) }
  }

  package func features(
    _ inputs: Tensor, from start: Int, through end: Int, _ mode: NormMode
  ) throws -> Tensor {
    // Channels innermost: convolutions are a fifth faster so.
    var features = start == 0 && end > 0 ? try inputs.channelsLast() : inputs
    for stage in stride(from: start + 1, through: end, by: 1) {
      switch stage {
      case 1:
        features = try stem.norm(stem.convolution(features), mode).relu()
        if isLarge { features = try features.maxPool(3, stride: 2, padding: 1) }
      case 6: features = try features.mean(dims: [2, 3])
      default: for block in groups[stage - 2] { features = try block(features, mode) }
      }
    }
    return features
  }

  package func prefixes(ofStage stage: Int) -> [String] { ["stage\(stage)."] }
}

/// Two 3 x 3 convolutions with batch norm, added to their input.
struct ResidualBlock {
  private let convolutions: [Conv2d]
  private let norms: [BatchNorm]
  /// Fits the input to the output where their forms differ.
  private let shortcut: (convolution: Conv2d, norm: BatchNorm)?

  init(
    _ inputs: Int, _ outputs: Int, stride: Int, in store: ParameterStore, _ name: String
  ) throws {
    convolutions = [
      try Self.convolution(inputs, outputs, stride: stride, in: store, "\(name).conv1"),
      try Self.convolution(outputs, outputs, in: store, "\(name).conv2"),
    ]
    norms = try (1...2).map { try BatchNorm(outputs, in: store, "\(name).norm\($0)") }
    guard stride != 1 || inputs != outputs else {
      shortcut = nil
      return
    }
    shortcut = (
      try Self.convolution(
        inputs, outputs, kernel: 1, stride: stride, in: store, "\(name).shortcut"),
      try BatchNorm(outputs, in: store, "\(name).shortcut-norm")
    )
  }

  /// `[batch, inputs, height, width]` to `[batch, outputs, height / stride, width / stride]`.
  func callAsFunction(_ inputs: Tensor, _ mode: NormMode) throws -> Tensor {
    let direct = try shortcut.map { try $0.norm($0.convolution(inputs), mode) } ?? inputs
    let inner = try norms[0](convolutions[0](inputs), mode).relu()
    return try (norms[1](convolutions[1](inner), mode) + direct).relu()
  }

  /// A convolution that keeps the size if `stride` is 1, without bias, as batch norm follows.
  static func convolution(
    _ inputs: Int, _ outputs: Int, kernel: Int = 3, stride: Int = 1, in store: ParameterStore,
    _ name: String
  ) throws -> Conv2d {
    // He et al. 2015, arXiv:1502.01852, for the fan out.
    let deviation = (2 / Double(max(1, outputs * kernel * kernel))).squareRoot()
    return try Conv2d(
      inputs, outputs, kernel: kernel, stride: stride, padding: kernel / 2, bias: false, in: store,
      name, weights: .normal(mean: 0, deviation: deviation))
  }
}
