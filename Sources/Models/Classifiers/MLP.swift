import Catalog
import Torch

/// A multi-layer perceptron with rectified hidden layers.
public final class MLP: Classifier {
  static let hidden = Parameter(
    "hidden", .integers(1...65_536), default: [400, 400], "units of each hidden layer")

  public static let card = Card(
    "mlp", "multi-layer perceptron", parameters: [hidden],
    example: "model net = mlp hidden=400,400",
    source: "two layers of 400 as in van de Ven and Tolias 2019, arXiv:1904.07734")

  private let layers: LinearStack

  public init(
    _ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore
  ) throws {
    let widths = [shape.count] + settings[Self.hidden] + [classes]
    try NetworkSize.check("mlp", NetworkSize.stack(widths))
    layers = try LinearStack(
      zip(widths, widths.dropFirst()).enumerated().map { index, width in
        try Linear(width.0, width.1, in: store, "layer\(index + 1)")
      })
  }

  public func callAsFunction(_ inputs: Tensor, training: Bool) throws -> Tensor {
    try layers(inputs.flatten(from: 1))
  }
}
