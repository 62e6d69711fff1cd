import Catalog
import Torch

/// The generator of Dynamic Generative Memory by itself: masks keep what every experience uses.
///
/// `MaskedNetwork` and `WassersteinGame` say where it differs from the source. Images of earlier experiences,
/// which a learner may replay, are left aside: the masks remember them.
/// Source: Ostapenko et al. 2019, arXiv:1904.03137.
package final class Masked: Generator {
  static let sparsity = Parameter(
    "sparsity", .number(0...1e6), default: 0.08, "weight of the penalty on newly used weights")

  package static let card = Card(
    "masked", "DGM's generator, whose masks protect earlier experiences",
    parameters: WassersteinGame.parameters + [sparsity],
    example: "generator g = masked latent=64 width=16",
    source: "Ostapenko et al. 2019, arXiv:1904.03137",
    notes: """
      Trained on several experiences it does not forget: images of finished ones stay the same, bit for \
      bit. Differences from DGM: masks are binary from the start, without annealing; the network does not \
      grow, so width= has to do for all experiences; several critic steps precede each generator step.
      """,
    explanation: .init(
      idea: """
        Each experience learns, along with the weights, which weights it uses. What it used is reserved: \
        later experiences may use it too but not change it.
        """,
      formula: """
        critic: D(fake) - D(real) + penalty * (|dD/dx| - 1)^2 + cross-entropy of its class head on real
        generator: -D(fake) + cross-entropy of the class head on fake \
        + sparsity * (share of the free weights that the mask has on)
        """,
      cost: "as acgan; stored besides: a mask for each experience, one byte for each weight"))
  package static let isConditional = true

  private let network: MaskedNetwork
  private let game: WassersteinGame
  private var outputs: Range<Int>

  package init(
    _ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore
  ) throws {
    network = try MaskedNetwork(
      channels: shape.channels, width: settings[WassersteinGame.width],
      latent: settings[WassersteinGame.latent], classes: classes,
      sparsity: settings[Self.sparsity], in: store.scope("generator"))
    game = try WassersteinGame(
      "masked", settings, network, shape: shape, classes: classes, isConditional: true, in: store)
    outputs = 0..<classes
  }

  package static var isFinal: Bool { true }

  package var space: CodeSpace { game.space }
  package var optimizers: [(name: String, optimizer: any Optimizer)] { game.optimizers }

  package func begin(_ outputs: Range<Int>) throws {
    self.outputs = outputs
    try network.begin(outputs)
    // Moments of earlier experiences would move weights that are reserved.
    for (_, optimizer) in optimizers {
      for (_, tensor) in optimizer.state { try tensor.zero() }
    }
  }

  package func end(_ outputs: Range<Int>) throws { try network.end() }

  package func observe(
    _ images: Tensor, labels: Tensor, weights: Tensor?, key: RandomKey
  ) throws -> Losses {
    let all = try labels.integers()
    let places = all.indices.filter { outputs.contains(all[$0]) }
    guard places.count < all.count else {
      return try game.observe(images, labels: labels, weights: weights, key: key)
    }
    guard !places.isEmpty else { return Losses() }
    let rows = try Tensor(places).to(images.device)
    let kept = try weights?.indexSelect(dim: 0, rows)
    return try game.observe(
      images.indexSelect(dim: 0, rows), labels: labels.indexSelect(dim: 0, rows),
      weights: kept.map { try $0 / $0.sum() }, key: key)
  }

  package func images(_ codes: Tensor, classes: Tensor?, key: RandomKey) throws -> Tensor {
    try game.images(codes, classes: classes)
  }
}
