import Catalog
import Torch

/// A class-conditional Wasserstein GAN whose critic also names the class, as in DGM and MeRGAN.
///
/// Source: Odena, Olah and Shlens 2017, arXiv:1610.09585, with the critic of Gulrajani et al. 2017,
/// arXiv:1704.00028, in place of the paper's discriminator, as Wu et al. 2018, arXiv:1809.02058, have it.
package final class ACGAN: Generator {
  package static let card = Card(
    "acgan", "class-conditional GAN with an auxiliary classifier",
    parameters: WassersteinGame.parameters, example: "generator g = acgan latent=64 width=16",
    source: "Odena, Olah and Shlens 2017, arXiv:1610.09585",
    notes: """
      Images are made at 32 x 32 and resized. Differences from the paper: the critic is that of a \
      Wasserstein GAN with gradient penalty, networks and class-conditional batch norm are those of \
      MeRGAN, and all critic steps of a batch see the same real images.
      """,
    explanation: .init(
      idea: """
        The critic has a second head that learns the classes of real images; the generator is given a \
        class and learns to make images that look real and are recognised as that class.
        """,
      formula: """
        critic: D(fake) - D(real) + penalty * (|dD/dx| - 1)^2 + cross-entropy of its class head on real
        generator: -D(fake) + cross-entropy of the class head on fake
        """,
      cost: "as wgan-gp"))
  package static let isConditional = true

  private let game: WassersteinGame

  package init(
    _ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore
  ) throws {
    game = try WassersteinGame(
      "acgan", settings, shape: shape, classes: classes, isConditional: true, in: store)
  }

  package var space: CodeSpace { game.space }
  package var optimizers: [(name: String, optimizer: any Optimizer)] { game.optimizers }

  package func observe(
    _ images: Tensor, labels: Tensor, weights: Tensor?, key: RandomKey
  ) throws -> Losses {
    try game.observe(images, labels: labels, weights: weights, key: key)
  }

  package func images(_ codes: Tensor, classes: Tensor?, key: RandomKey) throws -> Tensor {
    try game.images(codes, classes: classes)
  }
}
