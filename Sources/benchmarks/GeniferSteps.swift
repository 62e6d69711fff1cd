import Catalog
import Learning
import Models
import Streams
import Torch

/// Single steps of Genifer's phases, each on one batch that stays the same.
///
/// In small as in `Sessions/published/genifer-ladder.session` with CIFAR-100, and in full as in
/// `genifer-cifar100.session`; the probability of augmentation stays at a quarter.
struct GeniferSteps {
  /// Steps from one gradient penalty to the next.
  static let round = 16
  private static let (classifier, game) = (0, 1)
  private static let key = RandomKey(seed: 1)

  private let learner: Genifer
  private let experiences: [Experience]
  private let budget: Budget
  private let shape = ImageShape(channels: 3, height: 32, width: 32)

  init(isFull: Bool) throws {
    // Only its classes matter: the images of the steps are made below.
    let stream = try Datasets.stream(
      "glyphs",
      Settings([
        "figures": .integer(isFull ? 100 : 20), "base": .integer(isFull ? 50 : 10),
        "split": .integer(isFull ? 5 : 2), "train": .integer(1), "test": .integer(1),
      ]), in: DataDirectory("."))
    let width = isFull ? 64 : 16
    learner = try Genifer(
      Settings([
        "generator-width": .integer(width), "discriminator-width": .integer(8 * width),
        "gan-batch": .integer(isFull ? 64 : 32), "gan-steps": .integer(8000),
        "ada-start": .number(0.25), "ada-ramp": .integer(1_000_000_000),
      ]),
      parts: Parts(
        classifier: Blueprint(
          card: ResNet.card, maker: ResNet.self, settings: Settings(["width": .integer(width)]),
          key: Self.key("model")),
        generator: Blueprint(card: VAE.card, maker: VAE.self, key: Self.key("generator")),
        shape: shape, scenario: stream.scenario, outputs: stream.headSize, key: Self.key))
    experiences = stream.experiences
    budget = Budget(steps: 8000, batch: 32)
  }

  /// Of the classifier, in the first experience.
  func first() throws -> () throws -> Void {
    try learner.begin(experiences[0])
    return try steps(of: Self.classifier, in: experiences[0])
  }

  /// Of the classifier with its redirected, in the second experience.
  func later() throws -> () throws -> Void {
    try beginSecond()
    return try steps(of: Self.classifier, in: experiences[1])
  }

  /// Of discriminator and generator, in the second experience: a whole round.
  func round() throws -> () throws -> Void {
    try beginSecond()
    let step = try steps(of: Self.game, in: experiences[1])
    return { for _ in 0..<Self.round { try step() } }
  }

  private func beginSecond() throws {
    try learner.begin(experiences[0])
    try learner.end(experiences[0])
    try learner.begin(experiences[1])
  }

  private func steps(of phase: Int, in experience: Experience) throws -> () throws -> Void {
    let count = learner.phases(of: experience, budget)[phase].budget.batch
    let inputs = try Tensor.uniform(
      [count, shape.channels, shape.height, shape.width], key: Self.key("images"))
    let labels = try Tensor.integers(
      below: experience.outputs.count, shape: [count], key: Self.key("labels"))
    let places = try (labels + Double(experience.outputs.lowerBound)).to(.int64)
    var number = 0
    return {
      _ = try learner.observe(
        Batch(
          inputs: inputs, labels: places, phase: phase, step: number, steps: 8000,
          key: Self.key("step", number)))
      number += 1
    }
  }
}
