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

  private let layers: [Linear]

  public init(
    _ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore
  ) throws {
    let widths = [shape.count] + settings[Self.hidden] + [classes]
    try NetworkSize.check("mlp", NetworkSize.stack(widths))
    layers = try zip(widths, widths.dropFirst()).enumerated().map { index, width in
      try Linear(width.0, width.1, in: store, "layer\(index + 1)")
    }
  }

  public func callAsFunction(_ inputs: Tensor, training: Bool) throws -> Tensor {
    var hidden = try inputs.flatten(from: 1)
    for layer in layers.dropLast() { hidden = try layer(hidden).relu() }
    guard let head = layers.last else { return hidden }
    return try head(hidden)
  }
}
