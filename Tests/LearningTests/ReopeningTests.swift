import Catalog
import Models
import Streams
import Testing
import Torch

@testable import Learning

/// What an experience that is learned further does to what protects the past.
@Suite struct ReopeningTests {
  private func state(_ run: LearningRun) -> [String: Tensor] {
    Dictionary(uniqueKeysWithValues: run.learner.state.tensors().map { ($0.name, $0.tensor) })
  }

  @Test(arguments: ["icarl", "er", "gdumb", "a-gem"])
  func `stored images of an experience are not stored twice`(name: String) throws {
    let settings = Settings(["memory": .integer(12)])
    let run = try Small.run(name, try Small.stream(), settings: settings)
    try run.learn(until: 2)
    let bytes = try run.learner.keptBytes()
    for _ in 0..<2 {
      try run.reopen()
      try run.learn(until: 2)
      #expect(try run.learner.keptBytes() == bytes)
    }
    try run.learn()
    #expect(try run.learner.keptBytes() == bytes)
  }

  @Test(arguments: [("ewc", 1.0), ("mas", 1), ("online-ewc", 0.5)])
  func `importances of the experience no longer count while it is learned further`(
    name: String, memory: Double
  ) throws {
    let settings = Settings(name == "online-ewc" ? ["gamma": .number(memory)] : [:])
    let run = try Small.run(name, try Small.stream(), settings: settings)
    try run.learn(until: 1)
    func curvature() throws -> [Double] {
      try #require(state(run)["penalty/curvature.layer1.weight"]).doubles()
    }
    let first = try curvature()
    try run.learn(until: 2)
    #expect(try curvature() != first)
    try run.reopen()
    // The step itself changes no curvature.
    try run.learn(until: 2, stop: 1)
    let scale = first.max() ?? 0
    #expect(scale > 0)
    for (now, then) in zip(try curvature(), first) { #expect(abs(now - then) <= 1e-4 * scale) }
  }

  @Test func `units that an experience reserved are free while it is learned further`() throws {
    let stream = try Small.stream(of: "hat")
    let run = try Small.run("hat", stream)
    try run.learn(until: 1)
    let first = try #require(state(run)["reserved/layer1"]).doubles()
    try run.learn(until: 2)
    let second = try #require(state(run)["reserved/layer1"]).doubles()
    try run.reopen()
    try run.learn(until: 2, stop: 1)
    #expect(try #require(state(run)["reserved/layer1"]).doubles() == first && first != second)
  }

  @Test func `weights that PackNet gave to an experience go on, and no others`() throws {
    let stream = try Small.stream(of: "packnet")
    let run = try Small.run("packnet", stream)
    try run.learn(until: 2)
    let before = try #require(state(run)["classifier/layer1.weight"]).doubles()
    let owners = try #require(state(run)["owners/layer1.weight"]).doubles()
    try run.reopen()
    #expect(run.learner.phases(of: stream.experiences[1], Budget(epochs: 1)).count == 1)
    try run.learn(until: 2)
    #expect(try #require(state(run)["owners/layer1.weight"]).doubles() == owners)
    let after = try #require(state(run)["classifier/layer1.weight"]).doubles()
    let moved = zip(zip(before, after), owners).filter { $0.0.0 != $0.0.1 }.map(\.1)
    #expect(!moved.isEmpty && moved.allSatisfy { $0 == 2 })
    #expect(run.learner.phases(of: stream.experiences[2], Budget(epochs: 1)).count == 2)
  }

  @Test func `frozen features learn further in the first experience alone`() throws {
    let stream = try Small.stream()
    for name in ["ncm", "slda", "fecam"] {
      let run = try Small.run(name, stream)
      try run.learn(until: 1)
      let counts = try #require(state(run)["statistics/counts"]).doubles()
      try run.reopen()
      try run.learn(until: 1)
      #expect(try #require(state(run)["statistics/counts"]).doubles() == counts, "\(name)")
      let still = try Small.run(name, stream, settings: Settings(["extractor": .name("pixels")]))
      try still.learn(until: 1)
      #expect(throws: ModelError.self) { try still.reopen() }
    }
  }

  @Test func `a generator whose masks are final is not trained further`() throws {
    let stream = try Small.stream()
    let parts = Small.parts(stream)
    let masked = Parts(
      classifier: parts.classifier,
      generator: .init(
        card: Masked.card, maker: Masked.self,
        settings: Settings(["width": .integer(1), "latent": .integer(4)]), key: RandomKey(seed: 1)),
      shape: stream.shape, scenario: stream.scenario, outputs: stream.headSize,
      key: RandomKey(seed: 1))
    let learner = try GenerativeReplay(Settings(), parts: masked)
    let error = #expect(throws: ModelError.self) { try learner.reopen(stream.experiences[0]) }
    #expect(error?.description.contains("the masks of the generator masked are final") == true)
  }
}
