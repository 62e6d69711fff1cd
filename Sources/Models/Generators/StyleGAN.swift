import Catalog
import Foundation
import Torch

/// Genifer's generator with its discriminator on images: a style-based, class-conditional GAN.
///
/// Source: networks, losses and rates of Thandiackal et al., arXiv:2106.05350. Where we differ: the
/// discriminator sees images, without augmentation, where Genifer's sees features of a classifier; R1 is
/// taken at every step with the weight that it has there on average.
package final class StyleGAN: Generator {
  static let width = Parameter(
    "width", .integer(1...512), default: 16,
    "generator channels at full size; twice as many at each smaller size, at most 8 times")
  static let critic = Parameter(
    "critic-width", .integer(1...4096), default: 64,
    "channels of the discriminator's last convolutions")
  static let latent = Parameter(
    "latent", .integer(1...65_536), default: 128, "size of the latent code")
  static let rate = Parameter(
    "rate", .number(0...10), default: 2.5e-3, "learning rate of generator and discriminator (Adam)")
  static let penalty = Parameter(
    "r1", .number(0...1e6), default: 0.03, "weight of the R1 penalty")
  static let average = Parameter(
    "average", .number(0...1e12), default: 1000.0,
    "half-life, in images, of the generator's moving average, which makes the images that are shown"
  )

  package static let card = Card(
    "style", "Genifer's style-based class-conditional GAN",
    parameters: [width, critic, latent, rate, penalty, average],
    example: "generator g = style width=8 critic-width=32",
    source: "Thandiackal et al., arXiv:2106.05350",
    notes: """
      Differences from Genifer: the discriminator sees images, without augmentation, where Genifer's \
      sees features of its classifier; the R1 penalty is added at every step.
      """,
    explanation: .init(
      idea: """
        A code and the class become a style, which scales and shifts the channels before each \
        convolution; the discriminator takes the class by projection.
        """,
      formula: """
        discriminator: softplus(D(fake)) + softplus(-D(real)) + r1 / 2 * mean |dD/dx|^2
        generator: softplus(-D(fake)); images come from its moving average
        """,
      cost: "each step one of both networks; convolutions at every size up to the image's"))
  package static let isConditional = true

  package let space: CodeSpace
  private let generator: StyleGenerator
  /// The moving average of the generator; its tensors are buffers of the same store.
  private let averaged: StyleGenerator
  private let discriminator: ProjectionDiscriminator
  private let adams: (generator: Adam, discriminator: Adam)
  private let (penalty, halfLife): (Double, Double)

  package init(
    _ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore
  ) throws {
    let (width, latent, rate) = (
      settings[Self.width], settings[Self.latent], settings[Self.rate]
    )
    let scope = store.scope("generator")
    func network(_ store: ParameterStore) throws -> StyleGenerator {
      try StyleGenerator(shape: shape, classes: classes, width: width, latent: latent, in: store)
    }
    generator = try network(scope)
    averaged = try network(ParameterStore(key: store.key, device: store.device))
    try averaged.store.assign(from: scope)
    try averaged.store.setTrainable(false)
    for (name, tensor) in averaged.store.tensors {
      _ = try store.scope("average").buffer(name, tensor)
    }
    discriminator = try ProjectionDiscriminator(
      shape: [shape.channels, shape.height, shape.width], stage: 0, classes: classes,
      width: settings[Self.critic], in: store.scope("discriminator"))
    adams = (
      try Adam(scope, rate: rate, betas: (0, 0.99)),
      try Adam(discriminator.store, rate: rate, betas: (0, 0.99))
    )
    (penalty, halfLife) = (settings[Self.penalty], settings[Self.average])
    space = CodeSpace(codes: latent, classes: classes, device: store.device)
  }

  package var optimizers: [(name: String, optimizer: any Optimizer)] {
    [("generator", adams.generator), ("discriminator", adams.discriminator)]
  }

  package func observe(
    _ images: Tensor, labels: Tensor, weights: Tensor?, key: RandomKey
  ) throws -> Losses {
    let count = images.shape[0]
    let real = try images * 2 - 1
    func mean(_ values: Tensor) throws -> Tensor {
      try weights.map { try (values * $0).sum() } ?? values.mean()
    }
    let fake = try generator(
      generator.codes(count, key: key("codes")), classes: labels.oneHot(space.classes),
      noise: generator.noise(count, key: key("noise")))
    try real.requireGradient()
    let scores = try discriminator(real, labels: labels)
    let told =
      try discriminator(fake.detach(), labels: labels).softplus().mean()
      + mean((-scores).softplus())
    let slopes = try gradients(of: scores.sum(), withRespectTo: [real], createGraph: true)
    guard let slope = slopes[0] else { throw TorchError("the discriminator sees no images") }
    let r1 = try mean(slope.flatten(from: 1).square().sum(dims: [1])) * (penalty / 2)
    try adams.discriminator.step(down: told + r1)

    try discriminator.store.setTrainable(false)
    defer { try? discriminator.store.setTrainable(true) }
    let fooled = try (-discriminator(fake, labels: labels)).softplus().mean()
    try adams.generator.step(down: fooled)
    let kept = halfLife > 0 ? pow(0.5, Double(count) / halfLife) : 0
    try averaged.store.mix(1 - kept, of: generator.store)
    return try Losses(reading: [("discriminator", told), ("r1", r1), ("generator", fooled)])
  }

  package func images(_ codes: Tensor, classes: Tensor?, key: RandomKey) throws -> Tensor {
    guard let classes else { throw ModelError("style needs the classes of its images") }
    let noise = try averaged.noise(codes.shape[0], key: key)
    return try ((averaged(codes, classes: classes, noise: noise) + 1.0) * 0.5).clamp(0, 1)
  }
}
