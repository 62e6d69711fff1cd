import Catalog
import Models
import Streams
import Testing
import Torch

@testable import Learning

/// Small streams, learners and runs for the tests.
enum Small {
  /// Three experiences of two figures, 8 x 8, each with 12 training and 6 test images.
  static func stream(
    _ scenario: Scenario = .classIncremental, train: Int = 6, split: Int = 3
  ) throws -> ExperienceStream {
    try Datasets.stream(
      "glyphs",
      Settings([
        "figures": .integer(6), "split": .integer(split), "train": .integer(train),
        "test": .integer(3), "size": .integer(8), "scenario": .name(scenario.rawValue),
      ]), in: DataDirectory("/nowhere"))
  }

  /// The stream for the method `name`: class-incremental wherever it can learn from one.
  static func stream(of name: String) throws -> ExperienceStream {
    let needs = try #require(Learners.all[name]).maker.needs
    return try stream(
      needs.scenarios.contains(.classIncremental) ? .classIncremental : .taskIncremental)
  }

  /// Parts with small networks whose weights come from `seed`.
  static func parts(_ stream: ExperienceStream, seed: UInt64 = 1) -> Parts {
    let key = RandomKey(seed: seed)
    return Parts(
      classifier: Blueprint(
        card: MLP.card, maker: MLP.self, settings: Settings(["hidden": .integer(16)]),
        key: key("model")),
      generator: Blueprint(
        card: VAE.card, maker: VAE.self,
        settings: Settings(["hidden": .integer(16), "latent": .integer(4)]),
        key: key("generator")),
      shape: stream.shape, scenario: stream.scenario, outputs: stream.headSize,
      key: key("learner"))
  }

  /// Options that keep learners small which are large by default, and their images unchanged in
  /// number.
  static let settings = [
    "genifer": Settings([
      "generator-width": .integer(2), "discriminator-width": .integer(8), "latent": .integer(4),
      "gan-steps": .integer(2), "gan-batch": .integer(8), "surplus": .name("drop"),
    ]),
    "random-features": Settings(["features": .integer(32)]),
    "der": Settings(["memory": .integer(20)]),
    "der++": Settings(["memory": .integer(20)]),
    "generative-classifier": Settings(["samples": .integer(2)]),
    "brain-inspired": Settings(["latent": .integer(4)]),
    "feature-replay": Settings([
      "gan-steps": .integer(2), "gan-hidden": .integer(8), "critics": .integer(2),
    ]),
    "mergan": Settings([
      "width": .integer(1), "latent": .integer(4), "critics": .integer(2),
    ]),
  ]

  static func learner(
    _ name: String, _ stream: ExperienceStream, seed: UInt64 = 1, settings: Settings? = nil
  ) throws -> any Learner {
    let entry = try #require(Learners.all[name])
    return try entry.maker.init(
      settings ?? self.settings[name] ?? Settings(), parts: parts(stream, seed: seed))
  }

  static func run(
    _ name: String, _ stream: ExperienceStream, seed: UInt64 = 1, settings: Settings? = nil
  ) throws -> LearningRun {
    try LearningRun(
      learner(name, stream, seed: seed, settings: settings), on: stream, key: RandomKey(seed: seed))
  }
}

extension LearningRun {
  /// Two epochs of two steps for each experience; stops at the poll `stop`, counted from 0.
  @discardableResult
  func learn(
    _ budget: Budget = Budget(epochs: 2, batch: 8), until end: Int = 3, stop: Int? = nil
  ) throws -> TrainingSummary {
    var polls = 0
    return try advance(
      budget, until: end, clock: { 0 },
      shouldStop: {
        defer { polls += 1 }
        return polls == stop
      }, report: { _ in })
  }

}
