import Catalog
import Torch

/// A multi-layer perceptron with rectified hidden layers.
package final class MLP: StagedClassifier {
  static let hidden = Parameter(
    "hidden", .integers(1...65_536), default: [400, 400], "units of each hidden layer")

  package static let card = Card(
    "mlp", "multi-layer perceptron", parameters: [hidden],
    example: "model net = mlp hidden=400,400",
    source: "two layers of 400 as in van de Ven and Tolias 2019, arXiv:1904.07734",
    explanation: .init(
      idea: """
        Every pixel is connected with every hidden unit. The smallest network that shows forgetting, \
        and enough for digits.
        """,
      formula: "h_1 = relu(W_1 x + b_1), ..., scores = W h_n + b",
      cost: "one multiplication per weight and image; 159,010 weights with hidden=200 on digits"))

  private let hidden: [Linear]
  package let head: Linear
  package let stageShapes: [[Int]]
  package var usualStage: Int { lastStage }
  /// Hidden layers and head in one.
  private let whole: LinearStack

  package init(
    _ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore
  ) throws {
    let widths = [shape.count] + settings[Self.hidden]
    try NetworkSize.check("mlp", NetworkSize.stack(widths + [classes]))
    hidden = try zip(widths, widths.dropFirst()).enumerated().map { index, width in
      try Linear(width.0, width.1, in: store, "layer\(index + 1)")
    }
    head = try Linear(widths.last ?? shape.count, classes, in: store, "layer\(widths.count)")
    stageShapes = [[shape.channels, shape.height, shape.width]] + widths.dropFirst().map { [$0] }
    whole = try LinearStack(hidden + [head])
  }

  package func callAsFunction(_ inputs: Tensor, training: Bool) throws -> Tensor {
    try whole(inputs.flatten(from: 1))
  }

  package func features(
    _ inputs: Tensor, from start: Int, through end: Int, _ mode: NormMode
  ) throws -> Tensor {
    guard end > start else { return inputs }
    return try hidden[start..<end].reduce(inputs.flatten(from: 1)) { try $1($0).relu() }
  }

  package func prefixes(ofStage stage: Int) -> [String] { ["layer\(stage)."] }
}
