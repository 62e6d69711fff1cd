import Catalog
import Torch

/// The generator in a Wasserstein game.
protocol GameGenerator: AnyObject {
  /// What it learns.
  var store: ParameterStore { get }
  /// Numbers of a code.
  var latent: Int { get }

  /// Images, `[batch, channels, 32, 32]` in -1...1, of codes, `[batch, latent]`, with the `shares`,
  /// `[batch, classes]`, of the classes in each; nil where there are none.
  func callAsFunction(_ codes: Tensor, shares: Tensor?, _ mode: NormMode) throws -> Tensor

  /// What is added to its loss, by name.
  func price() throws -> [(String, Tensor)]

  /// Changes the gradients before they are used.
  func moderate() throws
}

extension GameGenerator {
  func price() throws -> [(String, Tensor)] { [] }
  func moderate() throws {}
}

extension ConditionalGenerator: GameGenerator {}

/// A Wasserstein GAN with gradient penalty of 32 x 32 images, with or without classes: generator, critic
/// and the steps of both.
///
/// Source: Gulrajani et al. 2017, arXiv:1704.00028, algorithm 1; networks of MeRGAN, Wu et al. 2018,
/// arXiv:1809.02058. Where we differ: all critic steps of a batch see the same real images.
struct WassersteinGame {
  static let width = Parameter(
    "width", .integer(1...512), default: 32,
    "channels of the critic's first convolution; later ones have 2 and 4 times as many")
  static let latent = Parameter("latent", .integer(1...65_536), default: 128, "latent variables")
  static let critics = Parameter(
    "critics", .integer(1...100), default: 2, "critic steps per generator step")
  static let penalty = Parameter(
    "penalty", .number(0...1e6), default: 10.0, "weight of the gradient penalty")
  static let rate = Parameter(
    "rate", .number(0...10), default: 5e-4, "learning rate of generator and critic (Adam)")

  static let parameters: [any ParameterDescription] = [width, latent, critics, penalty, rate]

  let space: CodeSpace
  private let shape: ImageShape
  private let (critics, penalty): (Int, Double)
  private let generator: any GameGenerator
  private let critic: AuxiliaryCritic
  private let adams: (generator: Adam, critic: Adam)

  init(
    _ name: String, _ settings: Settings, shape: ImageShape, classes: Int, isConditional: Bool,
    in store: ParameterStore
  ) throws {
    let (width, latent) = (settings[Self.width], settings[Self.latent])
    let heads = isConditional ? classes : 0
    try NetworkSize.check(name, [64 * width * latent, 128 * width * width])
    let generator = try ConditionalGenerator(
      channels: shape.channels, width: width, latent: latent, classes: heads,
      in: store.scope("generator"))
    try self.init(
      name, settings, generator, shape: shape, classes: classes, isConditional: isConditional,
      in: store)
  }

  /// The game of `generator`, whose weights are in `store` too.
  init(
    _ name: String, _ settings: Settings, _ generator: any GameGenerator, shape: ImageShape,
    classes: Int, isConditional: Bool, in store: ParameterStore
  ) throws {
    let width = settings[Self.width]
    let heads = isConditional ? classes : 0
    try NetworkSize.check(name, [250 * width * width, 64 * width * heads])
    (critics, penalty) = (settings[Self.critics], settings[Self.penalty])
    self.generator = generator
    critic = try AuxiliaryCritic(
      channels: shape.channels, width: width, classes: heads, bias: false,
      in: store.scope("critic"))
    adams = (
      try Adam(generator.store, rate: settings[Self.rate], betas: (0, 0.9)),
      try Adam(critic.store, rate: settings[Self.rate], betas: (0, 0.9))
    )
    space = CodeSpace(codes: generator.latent, classes: classes, device: store.device)
    self.shape = shape
  }

  var optimizers: [(name: String, optimizer: any Optimizer)] {
    [("generator", adams.generator), ("critic", adams.critic)]
  }

  /// Steps of the critic and one of the generator on `images` in 0...1, with `labels` where there are
  /// classes.
  func observe(
    _ images: Tensor, labels: Tensor?, weights: Tensor?, key: RandomKey
  ) throws -> Losses {
    let side = ConditionalGenerator.side
    let real = try images.resized(height: side, width: side) * 2 - 1
    let count = images.shape[0]
    let shares = try labels.map { try $0.oneHot(space.classes) }
    /// Of the values of the batch, `[batch]`.
    func mean(_ values: Tensor) throws -> Tensor {
      try weights.map { try (values * $0).sum() } ?? values.mean()
    }
    func classLoss(_ scores: Tensor?) throws -> [(String, Tensor)] {
      guard let scores, let labels else { return [] }
      return [("class head", try mean(Loss.crossEntropy(scores, labels, reduction: .none)))]
    }
    var parts: [(String, Tensor)] = []
    for turn in 0..<critics {
      let key = key("critic", turn)
      let fake = try withoutGradients {
        try generator(codes(count, key("noise")), shares: shares, .passing)
      }
      let between = try Tensor.uniform([count, 1, 1, 1], key: key("between"), device: space.device)
      let seen = try critic(real, known: space.classes)
      let distance = try critic(fake, known: space.classes).score.mean() - mean(seen.score)
      let slope = try critic.penalty(real: real, fake: fake, shares: between) * penalty
      parts = [("critic", distance), ("gradient penalty", slope)] + (try classLoss(seen.classes))
      try adams.critic.step(down: parts.dropFirst().reduce(distance) { try $0 + $1.1 })
    }
    try critic.store.setTrainable(false)
    defer { try? critic.store.setTrainable(true) }
    let fake = try generator(codes(count, key("noise")), shares: shares, .training)
    let seen = try critic(fake, known: space.classes)
    let score = try -(seen.score.mean())
    let others = try classLoss(seen.classes).map { ("auxiliary", $0.1) } + generator.price()
    try adams.generator.clearGradients()
    try others.reduce(score) { try $0 + $1.1 }.backward()
    try generator.moderate()
    try adams.generator.step()
    return try Losses(reading: parts + [("generator", score)] + others)
  }

  private func codes(_ count: Int, _ key: RandomKey) throws -> Tensor {
    try .normal([count, generator.latent], key: key, device: space.device)
  }

  /// Images in 0...1 of the data's shape.
  func images(_ codes: Tensor, classes: Tensor?) throws -> Tensor {
    try ((generator(codes, shares: classes, .scoring) + 1.0) * 0.5)
      .resized(height: shape.height, width: shape.width).clamp(0, 1)
  }
}
