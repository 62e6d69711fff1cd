import Catalog
import Torch

/// The encoder and the decoder of a variational autoencoder, fully connected and symmetric, with
/// Bernoulli pixels.
struct CodingPair {
  static let latent = Parameter("latent", .integer(1...65_536), default: 100, "latent variables")
  static let hidden = Parameter(
    "hidden", .integers(1...65_536), default: [400, 400], "units of each hidden layer")
  static let rate = Parameter(
    "rate", .number(0...10), default: 1e-3, "learning rate of the generator (Adam)")

  static let parameters: [any ParameterDescription] = [latent, hidden, rate]

  let latent: Int
  private let shape: ImageShape
  /// `[batch, pixels (+ classes)]` to mean and log variance of the code, `[batch, 2 latent]`.
  let encoder: LinearStack
  /// `[batch, latent (+ classes)]` to logits of all pixels.
  let decoder: LinearStack

  /// - Parameter classes: shares of classes that both halves are given besides; 0: none.
  init(
    _ name: String, _ settings: Settings, shape: ImageShape, classes: Int = 0,
    in store: ParameterStore
  ) throws {
    let (latent, hidden) = (settings[Self.latent], settings[Self.hidden])
    let (seen, given) = (shape.count + classes, latent + classes)
    try NetworkSize.check(
      name,
      NetworkSize.stack([seen] + hidden + [2 * latent])
        + NetworkSize.stack([given] + hidden.reversed() + [shape.count]))
    func stack(_ widths: [Int], _ name: String) throws -> [Linear] {
      try zip(widths, widths.dropFirst()).enumerated().map { index, width in
        try Linear(width.0, width.1, in: store, "\(name)\(index + 1)")
      }
    }
    (self.latent, self.shape) = (latent, shape)
    encoder = try LinearStack(
      stack([seen] + hidden, "encoder")
        + [Linear(hidden.last ?? seen, 2 * latent, in: store, "code")])
    decoder = try LinearStack(
      stack([given] + hidden.reversed(), "decoder")
        + [Linear(hidden.first ?? given, shape.count, in: store, "pixels")])
  }

  /// The two parts of the loss, (reconstruction + KL) / pixels, for `images`,
  /// `[batch, channels, height, width]`, of `classes`, `[batch, classes]`.
  func losses(
    _ images: Tensor, classes: Tensor? = nil, weights: Tensor?, key: RandomKey
  ) throws -> (reconstruction: Tensor, divergence: Tensor) {
    let count = images.shape[0]
    let flat = try images.flatten(from: 1)
    let scale = 1 / Double(shape.count) / (weights == nil ? Double(count) : 1)
    func joined(_ values: Tensor) throws -> Tensor {
      try classes.map { try .concatenate([values, $0], dim: 1) } ?? values
    }
    let noise = try Tensor.normal([count, latent], key: key("latent"), device: images.device)
    let code = try GaussianCode(
      encoder(joined(flat)), noise: noise, weights: weights, scale: scale)
    let reconstruction = try Loss.bernoulli(
      decoder(joined(code.sample)), flat, weights: weights, scale: scale)
    return (reconstruction, code.divergence)
  }

  /// The images, in 0...1, that the decoder makes of `codes`, `[batch, latent]`.
  func images(_ codes: Tensor, classes: Tensor? = nil) throws -> Tensor {
    let given = try classes.map { try .concatenate([codes, $0], dim: 1) } ?? codes
    return try decoder(given).sigmoid()
      .reshape([codes.shape[0], shape.channels, shape.height, shape.width])
  }
}
