import Catalog
import Torch

/// A variational autoencoder with symmetric fully connected halves and Bernoulli pixels.
///
/// Loss per image: (reconstruction + KL) / pixels, the negative evidence lower bound.
/// Source: Kingma and Welling 2014, arXiv:1312.6114; sizes of van de Ven's replay,
/// arXiv:1904.07734.
package final class VAE: Generator {
  static let latent = Parameter("latent", .integer(1...65_536), default: 100, "latent variables")
  static let hidden = Parameter(
    "hidden", .integers(1...65_536), default: [400, 400], "units of each hidden layer")
  static let rate = Parameter(
    "rate", .number(0...10), default: 1e-3, "learning rate of the generator (Adam)")

  package static let card = Card(
    "vae", "variational autoencoder", parameters: [latent, hidden, rate],
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

  private let shape: ImageShape
  let latent: Int
  /// `[batch, pixels]` to mean and log variance of the code, `[batch, 2 latent]`.
  let encoder: LinearStack
  /// `[batch, latent]` to logits of all pixels.
  let decoder: LinearStack
  private let optimizer: Adam
  private let store: ParameterStore

  package init(
    _ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore
  ) throws {
    let (latent, hidden) = (settings[Self.latent], settings[Self.hidden])
    try NetworkSize.check(
      "vae",
      NetworkSize.stack([shape.count] + hidden + [2 * latent])
        + NetworkSize.stack([latent] + hidden.reversed() + [shape.count]))
    func stack(_ widths: [Int], _ name: String) throws -> [Linear] {
      try zip(widths, widths.dropFirst()).enumerated().map { index, width in
        try Linear(width.0, width.1, in: store, "\(name)\(index + 1)")
      }
    }
    (self.shape, self.latent, self.store) = (shape, latent, store)
    encoder = try LinearStack(
      stack([shape.count] + hidden, "encoder")
        + [Linear(hidden.last ?? shape.count, 2 * latent, in: store, "code")])
    decoder = try LinearStack(
      stack([latent] + hidden.reversed(), "decoder")
        + [Linear(hidden.first ?? latent, shape.count, in: store, "pixels")])
    optimizer = try Adam(store, rate: settings[Self.rate])
  }

  package var optimizers: [(name: String, optimizer: any Optimizer)] { [("adam", optimizer)] }

  package func observe(_ images: Tensor, weights: Tensor?, key: RandomKey) throws -> Losses {
    let count = images.shape[0]
    let flat = try images.flatten(from: 1)
    let scale = 1 / Double(shape.count) / (weights == nil ? Double(count) : 1)

    let noise = try Tensor.normal([count, latent], key: key("latent"), device: images.device)
    let code = try GaussianCode(encoder(flat), noise: noise, weights: weights, scale: scale)
    let reconstruction = try Loss.bernoulli(
      decoder(code.sample), flat, weights: weights, scale: scale)

    try optimizer.step(down: reconstruction + code.divergence)
    return Losses([
      "reconstruction": try reconstruction.item(), "KL": try code.divergence.item(),
    ])
  }

  package func sample(_ count: Int, key: RandomKey) throws -> Tensor {
    try withoutGradients {
      let code = try Tensor.normal([count, latent], key: key("sample"), device: store.device)
      return try decoder(code).sigmoid()
        .reshape([count, shape.channels, shape.height, shape.width])
    }
  }
}
