import Catalog
import Streams
import Testing
import Torch

@testable import Learning

/// Methods that hold weights: elastic weight consolidation and synaptic intelligence.
@Suite struct HeldWeightsTests {
  private func tensors(_ learner: any Learner) -> [String: Tensor] {
    Dictionary(uniqueKeysWithValues: learner.state.tensors().map { ($0.name, $0.tensor) })
  }

  @Test(arguments: ["ewc", "si"])
  func `without strength weights are those of fine-tuning`(name: String) throws {
    let stream = try Small.stream()
    func digest(_ name: String, _ settings: Settings) throws -> UInt64 {
      let run = try Small.run(name, stream, settings: settings)
      try run.learn()
      return try #require(run.learner.state.stores.first).store.digest()
    }
    let plain = try digest("finetune", Settings())
    #expect(try digest(name, Settings(["strength": .integer(0)])) == plain)
    #expect(try digest(name, Settings(["strength": .integer(100)])) != plain)
  }

  @Test func `two quadratics become the one with their gradient`() throws {
    // 1 (w - 2)^2 and 3 (w - 6)^2: 4 (w - 5)^2 and a constant; nothing has a centre where w is.
    let merged = try QuadraticPenalty.merged(
      curvature: Tensor([1.0, 0]), centre: Tensor([2.0, 9]), with: Tensor([3.0, 0]),
      around: Tensor([6.0, 5]))
    #expect(try merged.curvature.doubles() == [4, 0])
    #expect(try merged.centre.doubles() == [5, 5])
  }

  @Test(arguments: [(0.0, 0), (0.2, 1), (0.65, 1), (0.75, 2), (0.9999999, 2)])
  func `answers are drawn by their shares`(draw: Double, place: Int) {
    #expect(FisherInformation.draw(draw, from: [0.2, 0.5, 0.2999]) == place)
  }

  @Test func `Fisher information is that of the outputs that compete`() throws {
    let stream = try Small.stream()
    let run = try Small.run("ewc", stream)
    try run.learn(until: 1)
    let bias = try #require(tensors(run.learner)["penalty/curvature.layer2.bias"]).doubles()
    // The gradients for two answers, 1 - q and q - 1, have equal squares.
    #expect(abs(bias[0] - bias[1]) <= 1e-6 * bias[0])
    #expect(bias[0] > 0 && bias[0] < 1 && bias[2...].allSatisfy { $0 == 0 })
    let (centre, weight) = (
      try #require(tensors(run.learner)["penalty/centre.layer1.weight"]),
      try #require(tensors(run.learner)["classifier/layer1.weight"])
    )
    #expect(try centre.doubles() == weight.doubles())
  }

  @Test func `importance grows by what a weight's movement won, and is never negative`() throws {
    let grown = try SynapticIntelligence.grown(
      Tensor([1.0, 1, 0]), path: Tensor([2.0, -5, 0]), moved: Tensor([2.0, 0.5, 0]), damping: 1)
    #expect(try grown.doubles() == [1.4, 0, 0])
  }

  @Test func `paths add up to the fall of the loss`() throws {
    let stream = try Small.stream()
    let learner = try Small.learner(
      "si", stream,
      settings: Settings([
        "optimizer": .name("sgd"), "momentum": .integer(0), "rate": .number(0.001),
      ]))
    let experience = stream.experiences[0]
    try learner.begin(experience)
    let images = try ImageFeed(experience.train).batch(0..<12)
    func step(_ number: Int) throws -> Double {
      try learner.observe(
        Batch(
          inputs: images.inputs, labels: images.labels, step: number, steps: 31,
          key: RandomKey(seed: 1))
      ).total
    }
    func won() throws -> Double {
      try tensors(learner).filter { $0.key.hasPrefix("past/path.") }
        .reduce(0) { try $0 + $1.value.sum().item() }
    }
    let first = try step(0)
    for number in 1..<30 { _ = try step(number) }
    let sum = try won()
    let fall = try first - step(30)
    #expect(fall > 0 && abs(sum - fall) < 0.05 * fall, "\(sum) \(fall)")
  }
}
