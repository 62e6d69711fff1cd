import Catalog
import Torch

/// A variational autoencoder whose encoder and decoder are given the class.
///
/// Source: Sohn, Lee and Yan 2015, "Learning Structured Output Representation using Deep Conditional
/// Generative Models"; networks and loss are those of `VAE`, with the class's one-hot code beside the
/// image and beside the code. The prior of the code is that of all classes, N(0, 1), where the paper
/// learns one for each condition.
package final class CVAE: Generator {
  package static let card = Card(
    "cvae", "class-conditional variational autoencoder", parameters: CodingPair.parameters,
    example: "generator g = cvae latent=32",
    source: "Sohn, Lee and Yan 2015, NeurIPS 28",
    explanation: .init(
      idea: """
        A VAE whose encoder and decoder also see the class, so that the code holds only what differs \
        within a class, and images of a class can be asked for.
        """,
      formula: """
        loss = (binary cross-entropy(x, decoded (z, y)) + KL(q(z|x, y), N(0, 1))) / pixels, mean over \
        images
        """,
      cost: "as a VAE"))
  package static let isConditional = true

  private let pair: CodingPair
  package let space: CodeSpace
  private let optimizer: Adam

  package init(
    _ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore
  ) throws {
    pair = try CodingPair("cvae", settings, shape: shape, classes: classes, in: store)
    space = CodeSpace(codes: pair.latent, classes: classes, device: store.device)
    optimizer = try Adam(store, rate: settings[CodingPair.rate])
  }

  package var optimizers: [(name: String, optimizer: any Optimizer)] { [("adam", optimizer)] }

  package func observe(
    _ images: Tensor, labels: Tensor, weights: Tensor?, key: RandomKey
  ) throws -> Losses {
    let (reconstruction, divergence) = try pair.losses(
      images, classes: labels.oneHot(space.classes), weights: weights, key: key)
    try optimizer.step(down: reconstruction + divergence)
    return Losses(["reconstruction": try reconstruction.item(), "KL": try divergence.item()])
  }

  package func images(_ codes: Tensor, classes: Tensor?, key: RandomKey) throws -> Tensor {
    try pair.images(codes, classes: classes)
  }
}
