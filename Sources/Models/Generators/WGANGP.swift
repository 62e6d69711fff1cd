import Catalog
import Torch

/// A Wasserstein GAN with gradient penalty, without classes.
///
/// Source: Gulrajani et al. 2017, arXiv:1704.00028; `WassersteinGame` says where we differ.
package final class WGANGP: Generator {
  package static let card = Card(
    "wgan-gp", "Wasserstein GAN with gradient penalty", parameters: WassersteinGame.parameters,
    example: "generator g = wgan-gp latent=64 width=16",
    source: "Gulrajani et al. 2017, arXiv:1704.00028",
    notes: """
      Images are made at 32 x 32 and resized. Differences from the paper: the networks are those of \
      MeRGAN, and all critic steps of a batch see the same real images.
      """,
    explanation: .init(
      idea: """
        A critic learns to tell real from generated images by scores whose slope is held to 1; the \
        generator learns to raise the scores of its images.
        """,
      formula: """
        critic: D(fake) - D(real) + penalty * (|dD/dx| - 1)^2 between the two
        generator: -D(fake)
        """,
      cost: "critics= steps of the critic for one of the generator, each about four passes"))

  private let game: WassersteinGame

  package init(
    _ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore
  ) throws {
    game = try WassersteinGame(
      "wgan-gp", settings, shape: shape, classes: classes, isConditional: false, in: store)
  }

  package var space: CodeSpace { game.space }
  package var optimizers: [(name: String, optimizer: any Optimizer)] { game.optimizers }

  package func observe(
    _ images: Tensor, labels: Tensor, weights: Tensor?, key: RandomKey
  ) throws -> Losses {
    try game.observe(images, labels: nil, weights: weights, key: key)
  }

  package func images(_ codes: Tensor, classes: Tensor?, key: RandomKey) throws -> Tensor {
    try game.images(codes, classes: nil)
  }
}
