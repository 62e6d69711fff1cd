import Catalog
import Models
import Streams
import Torch

@testable import Learning

/// Small memories on made images, for tests of a second or so.
enum DGMSetting {
  /// Three experiences of `classes` figures each.
  static func stream(classes: Int = 1) throws -> ExperienceStream {
    try Datasets.stream(
      "glyphs",
      Settings([
        "figures": .integer(3 * classes), "train": .integer(16), "test": .integer(4),
        "size": .integer(8), "split": .integer(3),
      ]), in: DataDirectory("."))
  }

  /// A memory with few channels and these options.
  static func learner(
    _ options: [String: Value] = [:], on stream: ExperienceStream, seed: UInt64 = 1
  ) throws -> DynamicGenerativeMemory {
    var settings = Settings([
      "width": .integer(2), "features": .integer(2), "latent": .integer(16),
    ])
    for (name, value) in options {
      try settings.set(name, to: value, on: DynamicGenerativeMemory.card)
    }
    let key = RandomKey(seed: seed)
    let (model, generator) = (Models.classifiers.entries[0], Models.generators.entries[0])
    return try DynamicGenerativeMemory(
      settings,
      parts: Parts(
        classifier: Blueprint(card: model.card, maker: model.maker, key: key),
        generator: Blueprint(card: generator.card, maker: generator.maker, key: key),
        shape: stream.shape, scenario: stream.scenario, outputs: stream.headSize, key: key))
  }

  /// Learns until `end` experiences are learned, `steps` steps each, or `limit` steps are taken.
  static func advance(_ run: LearningRun, until end: Int, steps: Int = 4, limit: Int? = nil) throws
  {
    _ = try run.advance(
      Budget(steps: steps, batch: 8), until: end, limit: limit, clock: { 0 },
      shouldStop: { false }, report: { _ in })
  }

  /// A learner that has ended `end` experiences of `steps` steps each, with its run.
  static func run(
    _ options: [String: Value] = [:], on stream: ExperienceStream, until end: Int,
    steps: Int = 4, seed: UInt64 = 1
  ) throws -> LearningRun {
    let run = try LearningRun(
      learner(options, on: stream, seed: seed), on: stream, key: RandomKey(seed: 2))
    try advance(run, until: end, steps: steps)
    return run
  }

  /// The tensor of this full name in the learner's state.
  static func tensor(_ name: String, of run: LearningRun) throws -> Tensor {
    guard let found = run.learner.state.tensors().first(where: { $0.name == name }) else {
      throw TorchError("there is no tensor '\(name)'")
    }
    return found.tensor
  }
}
