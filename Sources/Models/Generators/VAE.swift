import Catalog
import Torch

/// A variational autoencoder with symmetric fully connected halves and Bernoulli pixels.
///
/// Loss per image: (reconstruction + KL) / pixels, the negative evidence lower bound.
/// Source: Kingma and Welling 2014, arXiv:1312.6114; sizes of van de Ven's replay,
/// arXiv:1904.07734.
public final class VAE: Generator {
  static let latent = Parameter("latent", .integer(1...65_536), default: 100, "latent variables")
  static let hidden = Parameter(
    "hidden", .integers(1...65_536), default: [400, 400], "units of each hidden layer")
  static let rate = Parameter("rate", .number(0...10), default: 1e-3, "learning rate of Adam")

  public static let card = Card(
    "vae", "variational autoencoder", parameters: [latent, hidden, rate],
    example: "generator g = vae latent=100",
    source: "Kingma and Welling 2014, arXiv:1312.6114")

  private let shape: ImageShape
  private let latent: Int
  private let encoder: [Linear]
  private let code: Linear
  private let decoder: [Linear]
  private let pixels: Linear
  private let optimizer: Adam
  private let store: ParameterStore

  public init(
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
    encoder = try stack([shape.count] + hidden, "encoder")
    code = try Linear(hidden.last ?? shape.count, 2 * latent, in: store, "code")
    decoder = try stack([latent] + hidden.reversed(), "decoder")
    pixels = try Linear(hidden.first ?? latent, shape.count, in: store, "pixels")
    optimizer = try Adam(store, rate: settings[Self.rate])
  }

  public var optimizers: [(name: String, optimizer: any Optimizer)] { [("adam", optimizer)] }

  public func observe(_ images: Tensor, weights: Tensor?, key: RandomKey) throws -> Losses {
    let count = images.shape[0]
    let flat = try images.flatten(from: 1)
    let share = try weights ?? Tensor.full([count], 1 / Double(count), device: images.device)

    let statistics = try code(rectified(flat, through: encoder))
    let mean = try statistics.narrow(dim: 1, start: 0, count: latent)
    let logVariance = try statistics.narrow(dim: 1, start: latent, count: latent)
    // z = mu + sigma * e
    let noise = try Tensor.normal([count, latent], key: key("latent"), device: images.device)
    let sample = try mean + noise * (logVariance * 0.5).exp()
    let logits = try pixels(rectified(sample, through: decoder))

    let perImage = 1 / Double(shape.count)
    let reconstruction =
      try (Loss.binaryCrossEntropyWithLogits(logits, flat, reduction: .none).sum(dims: [1]) * share)
      .sum()
      * perImage
    // KL = -1/2 sum (1 + log sigma^2 - mu^2 - sigma^2)
    let divergence =
      try ((mean.square() + logVariance.exp() - logVariance - 1.0).sum(dims: [1]) * share).sum()
      * (0.5 * perImage)

    try optimizer.clearGradients()
    try (reconstruction + divergence).backward()
    try optimizer.step()
    return Losses([
      "reconstruction": try reconstruction.item(), "divergence": try divergence.item(),
    ])
  }

  public func sample(_ count: Int, key: RandomKey) throws -> Tensor {
    try withoutGradients {
      let code = try Tensor.normal([count, latent], key: key("sample"), device: store.device)
      return try pixels(rectified(code, through: decoder)).sigmoid()
        .reshape([count, shape.channels, shape.height, shape.width])
    }
  }

  private func rectified(_ inputs: Tensor, through layers: [Linear]) throws -> Tensor {
    try layers.reduce(inputs) { try $1($0).relu() }
  }
}
