import Catalog
import Foundation
import Streams
import Testing
import Torch

@testable import Learning

/// What generated images are worth, against cases worked out by hand.
@Suite struct SampleQualityTests {
  private static func column(_ values: [Double]) throws -> Tensor {
    try Tensor(values, shape: [values.count, 1])
  }

  private static func value(_ name: String, _ samples: ClassSamples) throws -> Double? {
    try #require(SampleMeasures.all.first { $0.name == name }).value(samples)
  }

  @Test func `along one axis the Fréchet distance is that of means and deviations`() throws {
    // Means 1 and 4, variances 2 and 18: (4 - 1)^2 + (sqrt 18 - sqrt 2)^2 = 9 + 8.
    let distance = try FrechetDistance.between(Self.column([0, 2]), Self.column([1, 7]))
    #expect(abs(distance - 17) < 1e-9)
    #expect(try FrechetDistance.between(Self.column([0, 2]), Self.column([0, 2])) < 1e-9)
  }

  @Test func `the Fréchet distance of rotated Gaussians is what their matrices give`() throws {
    // Covariances diag(4, 0) and diag(0, 4), equal means: traces 4 and 4, roots without overlap.
    let left = try Tensor([-1.4142135623730951, 0, 1.4142135623730951, 0], shape: [2, 2])
    let right = try Tensor([0, -1.4142135623730951, 0, 1.4142135623730951], shape: [2, 2])
    #expect(abs(try FrechetDistance.between(left, right) - 8) < 1e-9)
  }

  @Test func `neighbourhoods are counted as by hand`() throws {
    // Real 0, 1, 3: with two others each, the radii are 3, 2 and 3. Generated 0.5 and 10: their one
    // other is 9.5 away.
    let samples = try ClassSamples(
      real: Self.column([0, 1, 3]), generated: Self.column([0.5, 10]), recognised: 0.25)
    #expect(try Self.value("recognised", samples) == 0.25)
    // 0.5 lies in all three real neighbourhoods, 10 in none.
    #expect(try Self.value("precision", samples) == 0.5)
    #expect(try Self.value("density", samples) == 3.0 / (2 * 2))
    #expect(try Self.value("coverage", samples) == 1)
    #expect(try Self.value("recall", samples) == 1)
    // Mean distances 9.5 and (1 + 3 + 2) / 3.
    let diversity = try #require(try Self.value("diversity", samples))
    #expect(abs(diversity - 4.75) < 1e-12)
  }

  @Test func `collapsed images cover little and differ in nothing`() throws {
    let samples = try ClassSamples(
      real: Self.column((0..<20).map(Double.init)),
      generated: Self.column([Double](repeating: 10, count: 20)))
    #expect(try Self.value("diversity", samples) == 0)
    #expect(try Self.value("precision", samples) == 1)
    // Around 10 the fifth neighbour is 3 away: 7 to 13 are covered; at the ends radii are larger.
    let coverage = try #require(try Self.value("coverage", samples))
    #expect(coverage < 0.5 && coverage >= 7.0 / 20)
    #expect(try Self.value("recall", samples) == 1.0 / 20)
  }

  @Test func `real images are judged to be real`() throws {
    let points = (0..<30).map { Double($0 * $0 % 31) }
    let samples = try ClassSamples(real: Self.column(points), generated: Self.column(points))
    for name in ["precision", "recall", "coverage", "diversity"] {
      #expect(try Self.value(name, samples) == 1, "\(name)")
    }
    #expect(try #require(try Self.value("frechet", samples)) < 1e-9)
  }

  @Test func `a generator that is constant, untrained or silent is reported with its evidence`()
    throws
  {
    let stream = try Small.stream()
    let run = try Small.run("generative-replay", stream)
    try run.learn()
    let fresh = { try Small.learner("generative-replay", stream) }
    let key = RandomKey(seed: 1)
    #expect(
      try GeneratorHealth.troubles(run, fresh: fresh, key: key).allSatisfy {
        $0.contains("collapsed")
      })
    let store = try #require(run.learner.state.stores.first { $0.name == "generator" }).store
    for entry in store.parameters { try withoutGradients { try entry.tensor.zero() } }
    let collapsed = try GeneratorHealth.troubles(run, fresh: fresh, key: key)
    #expect(collapsed.count == 1 && collapsed[0].contains("collapsed (0 against 0."))
    try store.assign(
      from: #require(try fresh().state.stores.first { $0.name == "generator" }).store)
    let untrained = try GeneratorHealth.troubles(run, fresh: fresh, key: key)
    #expect(untrained.contains { $0.contains("never trained") })
    let silent = try Small.run("er", stream, settings: .init(["memory": .integer(1)]))
    try silent.learn()
    #expect(try GeneratorHealth.troubles(silent, fresh: fresh, key: key) == [])
  }

  @Test func `a memory that was never trained or replays nothing is reported`() throws {
    let stream = try DGMSetting.stream(classes: 2)
    let options: [String: Value] = ["replay": .integer(0)]
    let run = try LearningRun(
      DGMSetting.learner(options, on: stream), on: stream, key: RandomKey(seed: 1))
    try DGMSetting.advance(run, until: 2)
    func fresh() throws -> any Learner { try DGMSetting.learner(options, on: stream) }
    let key = RandomKey(seed: 1)
    let silent = try GeneratorHealth.troubles(run, fresh: fresh, key: key)
    #expect(silent.contains { $0.contains("replayed in experience 2: replay=0") })
    #expect(!silent.contains { $0.contains("never trained") })
    let live = try #require(run.learner.state.stores.first { $0.name == "memory" }).store
    let first = try #require(try fresh().state.stores.first { $0.name == "memory" }).store
    try withoutGradients {
      for (weights, new) in zip(live.parameters, first.parameters) {
        var part = weights.tensor
        for (dimension, count) in new.tensor.shape.enumerated() {
          part = try part.narrow(dim: dimension, start: 0, count: count)
        }
        try part.copy(from: new.tensor)
      }
    }
    #expect(
      try GeneratorHealth.troubles(run, fresh: fresh, key: key)
        .contains { $0.contains("never trained") })
    let loud = try LearningRun(
      DGMSetting.learner(on: stream), on: stream, key: RandomKey(seed: 1))
    try DGMSetting.advance(loud, until: 2)
    #expect(
      try !GeneratorHealth.troubles(loud, fresh: fresh, key: key)
        .contains { $0.contains("replayed") })
  }

  @Test func `Genifer with an untrained generator or without old images is reported`() throws {
    let stream = try GeniferSetting.stream()
    let run = try LearningRun(
      GeniferSetting.learner(["gan-steps": .integer(1)], on: stream), on: stream,
      key: RandomKey(seed: 1))
    try run.learn(until: 2)
    func fresh() throws -> any Learner {
      try GeniferSetting.learner(["gan-steps": .integer(1)], on: stream)
    }
    let key = RandomKey(seed: 1)
    #expect(
      try GeneratorHealth.troubles(run, fresh: fresh, key: key)
        .allSatisfy { $0.contains("collapsed") })
    let store = try #require(run.learner.state.stores.first { $0.name == "generator" }).store
    try store.assign(
      from: #require(try fresh().state.stores.first { $0.name == "generator" }).store)
    #expect(
      try GeneratorHealth.troubles(run, fresh: fresh, key: key)
        .contains { $0.contains("never trained") })
  }

  @Test func `drift is the change of equal images, and none for equal states`() throws {
    let stream = try Small.stream()
    let (early, late) = (
      try Small.run("mergan", stream), try Small.run("mergan", stream)
    )
    try early.learn(until: 1)
    try late.learn(until: 2)
    let key = RandomKey(seed: 4)
    let learned = [stream.experiences[0]]
    let none = try #require(
      try ReplayDrift(early, since: early, learned, count: 4, key: key))
    #expect(none.mean == 0 && none.most == 0)
    let some = try #require(try ReplayDrift(late, since: early, learned, count: 4, key: key))
    #expect(some.mean > 0 && some.most >= some.mean && some.most <= 1)
    #expect(
      try ReplayDrift(
        Small.run("finetune", stream), since: Small.run("finetune", stream), learned, count: 4,
        key: key) == nil)
  }

  @Test func `an oracle judges by its features and tells what it cannot judge`() throws {
    let whole = try Small.stream(split: 1)
    let oracle = try Small.run("joint", whole)
    let stream = try Small.stream()
    #expect(throws: (any Error).self) { _ = try Oracle(oracle, for: stream) }
    try oracle.learn(Budget(epochs: 30, batch: 8), until: 1)
    let judge = try Oracle(oracle, for: stream)
    #expect(judge.accuracy == oracle.matrix.last)
    let quality = try #require(
      try SampleQuality(
        { count, place, key in
          // A perfect generator: the test images themselves.
          guard let place else { return nil }
          let test = stream.experiences[place / 2].test
          let images = try ImageFeed(test).batch(
            at: Tensor(test.labels.indices.filter { test.labels[$0] == place }))
          return images.inputs
        }, stream.experiences, of: stream, by: judge, count: 3, key: RandomKey(seed: 1)))
    #expect(quality.rows.map(\.place) == [0, 1, 2, 3, 4, 5, nil])
    let names = SampleMeasures.all.map(\.name)
    for (name, value) in zip(names, quality.means) where ["precision", "coverage"].contains(name) {
      #expect(value == 1, "\(name)")
    }
    let frechet = try #require(names.firstIndex(of: "frechet"))
    #expect((quality.means[frechet] ?? 1) < 1e-6 && (quality.bound[frechet] ?? 0) > 1e-6)
    let features = try Small.run("random-features", whole)
    try features.learn(until: 1)
    #expect(throws: (any Error).self) { _ = try Oracle(features, for: stream) }
  }
}
