import Catalog
import Models
import Streams
import Testing
import Torch

@testable import Learning

/// Tiny networks on made images, for tests of a second or so.
enum GeniferSetting {
  static let key = RandomKey(seed: 1)

  /// Three experiences of two figures, 8 x 8.
  static func stream() throws -> ExperienceStream { try Small.stream() }

  /// A learner with a ResNet of few channels and these options.
  static func learner(
    _ options: [String: Value] = [:], on stream: ExperienceStream, seed: UInt64 = 1,
    stem: String = "small"
  ) throws -> Genifer {
    var settings = Settings([
      "generator-width": .integer(2), "discriminator-width": .integer(8), "latent": .integer(4),
      "gan-batch": .integer(8), "rate": .number(0.01), "later-rate": .number(0.001),
    ])
    for (name, value) in options { try settings.set(name, to: value, on: Genifer.card) }
    let (model, generator) = (try #require(Models.classifiers["resnet"]), Models.generators)
    let key = RandomKey(seed: seed)
    return try Genifer(
      settings,
      parts: Parts(
        classifier: Blueprint(
          card: model.card, maker: model.maker,
          settings: Settings([
            "width": .integer(2), "blocks": .integer(1), "stem": .name(stem),
          ]), key: key("model")),
        generator: Blueprint(
          card: generator.entries[0].card, maker: generator.entries[0].maker, key: key),
        shape: stream.shape, scenario: stream.scenario, outputs: stream.headSize, key: key))
  }

  /// A learner on its way, with `steps` steps in every phase, stopped after the first `limit`.
  static func run(
    _ options: [String: Value] = [:], until end: Int = 3, steps: Int = 3, limit: Int? = nil
  ) throws -> LearningRun {
    let stream = try stream()
    let run = try LearningRun(learner(options, on: stream), on: stream, key: key)
    try advance(run, until: end, steps: steps, limit: limit)
    return run
  }

  static func advance(
    _ run: LearningRun, until end: Int = 3, steps: Int = 3, limit: Int? = nil
  ) throws {
    _ = try run.advance(
      Budget(steps: steps, batch: 8), until: end, limit: limit, clock: { 0 },
      shouldStop: { false }, report: { _ in })
  }

  /// The digest of one store of the learner's state.
  static func digest(_ store: String, of run: LearningRun) throws -> UInt64 {
    try #require(run.learner.state.stores.first { $0.name == store }).store.digest()
  }
}

extension LearningRun {
  var genifer: Genifer { get throws { try #require(learner as? Genifer) } }
}
