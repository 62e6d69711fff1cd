import Catalog
import Torch

/// The network of dynamic generative memory's critic and class head, as a classifier alone.
///
/// Images are resized to 32 x 32 and scaled to -1...1, as there.
package final class CriticNetwork: StagedClassifier {
  static let width = Parameter(
    "width", .integer(1...512), default: 32,
    "channels of the first convolution (the others: 2 and 4 times as many), as features= of dgm")

  package static let card = Card(
    "critic", "the network of dgm's class head", parameters: [width],
    example: "model net = critic width=32",
    source: "Ostapenko et al. 2019, arXiv:1904.03137, and the authors' code",
    notes: "With it, joint training bounds what dgm can reach with its class head.",
    explanation: .init(
      idea: """
        Images are resized to 32 x 32; three convolutions with stride 2 follow, batch norm before the \
        last two leaky rectifiers, and a linear head.
        """,
      formula: "h_1 = leaky(W_1 * x), h_i = leaky(norm(W_i * h_(i-1))), scores = W h_3 + b",
      cost: "about seven million multiplications per image at width=32"))

  private let trunk: CriticTrunk
  package let head: Linear
  package let stageShapes: [[Int]]
  package var usualStage: Int { lastStage }

  package init(
    _ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore
  ) throws {
    let width = settings[Self.width]
    let widths = [shape.channels, width, 2 * width, 4 * width]
    try NetworkSize.check(
      "critic", zip(widths, widths.dropFirst()).map { 25 * $0 * $1 } + [64 * width * classes])
    trunk = try CriticTrunk(channels: shape.channels, width: width, in: store)
    head = try Linear(trunk.units, classes, in: store, "classes")
    stageShapes =
      [[shape.channels, shape.height, shape.width]]
      + (1...3).map { [widths[$0], CriticTrunk.side >> $0, CriticTrunk.side >> $0] }
  }

  package func features(
    _ inputs: Tensor, from start: Int, through end: Int, _ mode: NormMode
  ) throws -> Tensor {
    guard start < end else { return inputs }
    var inputs = inputs
    if start == 0 {
      inputs = try inputs.resized(height: CriticTrunk.side, width: CriticTrunk.side) * 2 - 1
    }
    return try trunk(inputs, start..<end, mode)
  }

  package func prefixes(ofStage stage: Int) -> [String] { ["conv\(stage).", "norm\(stage)."] }
}
