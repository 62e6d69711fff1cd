import Catalog
import Torch

/// A variational autoencoder with symmetric fully connected halves and Bernoulli pixels.
///
/// Loss per image: (reconstruction + KL) / pixels, the negative evidence lower bound.
/// Source: Kingma and Welling 2014, arXiv:1312.6114; sizes of van de Ven's replay,
/// arXiv:1904.07734.
package final class VAE: Generator {
  package static let card = Card(
    "vae", "variational autoencoder", parameters: CodingPair.parameters,
    example: "generator g = vae latent=100",
    source: "Kingma and Welling 2014, arXiv:1312.6114",
    explanation: .init(
      idea: """
        An encoder maps an image to a Gaussian over codes z; a decoder maps codes back to images.
        """,
      formula: """
        loss = (binary cross-entropy(x, decoded z) + KL(q(z|x), N(0, 1))) / pixels, mean over images
        """,
      cost: "a training step runs encoder and decoder, a sample the decoder alone"))

  let pair: CodingPair
  package let space: CodeSpace
  private let optimizer: Adam

  package init(
    _ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore
  ) throws {
    pair = try CodingPair("vae", settings, shape: shape, in: store)
    space = CodeSpace(codes: pair.latent, classes: classes, device: store.device)
    optimizer = try Adam(store, rate: settings[CodingPair.rate])
  }

  package var optimizers: [(name: String, optimizer: any Optimizer)] { [("adam", optimizer)] }

  package func observe(
    _ images: Tensor, labels: Tensor, weights: Tensor?, key: RandomKey
  ) throws -> Losses {
    let (reconstruction, divergence) = try pair.losses(images, weights: weights, key: key)
    try optimizer.step(down: reconstruction + divergence)
    return Losses(["reconstruction": try reconstruction.item(), "KL": try divergence.item()])
  }

  package func images(_ codes: Tensor, classes: Tensor?, key: RandomKey) throws -> Tensor {
    try pair.images(codes)
  }
}
