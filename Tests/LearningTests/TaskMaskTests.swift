import Catalog
import Models
import Streams
import Testing
import Torch

@testable import Learning

/// Methods that reserve a part of the network for each experience: HAT and PackNet.
@Suite struct TaskMaskTests {
  private func state(_ learner: any Learner) throws -> [String: Tensor] {
    Dictionary(
      uniqueKeysWithValues: try learner.state.tensors().map { ($0.name, try $0.tensor.clone()) })
  }

  @Test(arguments: ["hat", "packnet"])
  func `without a task label it is refused in one line`(name: String) throws {
    let error = #expect(throws: ModelError.self) { try Small.learner(name, Small.stream()) }
    #expect(try #require(error).description == "\(name) needs a stream with scenario=task")
  }

  @Test func `weights between units that are reserved do not move, whatever the optimizer`() throws
  {
    let stream = try Small.stream(.taskIncremental)
    for optimizer in ["adam", "sgd"] {
      let run = try Small.run(
        "hat", stream,
        settings: Settings(["optimizer": .name(optimizer), "weight-decay": .number(0.1)]))
      try run.learn(until: 1)
      let before = try state(run.learner)
      let reserved = try #require(before["reserved/layer1"]).floats()
      #expect(reserved.contains(1) && reserved.contains { $0 < 0.5 })
      let answers = try scores(run, stream.experiences[0])
      try run.learn(until: 2)
      let after = try state(run.learner)
      let (old, new) = (
        try #require(before["classifier/layer1.weight"]).floats(),
        try #require(after["classifier/layer1.weight"]).floats()
      )
      for unit in 0..<16 {
        let row = (unit * 64)..<(unit * 64 + 64)
        let isStill = Array(old[row]) == Array(new[row])
        #expect(isStill == (reserved[unit] == 1), "\(unit)")
      }
      let rows = try #require(before["classifier/layer2.bias"]).floats()
      #expect(try #require(after["classifier/layer2.bias"]).floats()[..<2] == rows[..<2])
      // Attention that is neither 0 nor 1 leaves a little way for change.
      for (first, second) in zip(answers, try scores(run, stream.experiences[0])) {
        #expect(abs(first - second) < 0.05)
      }
    }
  }

  /// The scores of an experience's own outputs for its test images.
  private func scores(_ run: LearningRun, _ experience: Experience) throws -> [Float] {
    let images = try ImageFeed(experience.test).batch(0..<experience.test.count).inputs
    return try run.learner.scores(images)
      .narrow(dim: 1, start: experience.outputs.lowerBound, count: experience.outputs.count)
      .floats()
  }

  @Test func `the smaller of two attentions says how far a weight is free`() throws {
    let least = try HardAttention.least(
      Tensor([0.2, 1], shape: [2, 1]), Tensor([0.5, 0], shape: [1, 2]))
    #expect(try least.doubles() == [0.2, 0, 0.5, 0])
  }

  @Test func `a network that is not fully connected is refused in one line`() throws {
    let stream = try Small.stream(.taskIncremental)
    let plain = Small.parts(stream)
    let parts = Parts(
      classifier: Blueprint(
        card: CNN.card, maker: CNN.self,
        settings: Settings(["width": .integer(2), "stages": .integer(1)]), key: plain.key),
      generator: plain.generator, shape: plain.shape, scenario: plain.scenario,
      outputs: plain.outputs, key: plain.key)
    let error = #expect(throws: ModelError.self) { try HardAttention(Settings(), parts: parts) }
    #expect(try #require(error).description.contains("model=mlp"))
  }

  @Test func `the smallest of the free weights are given back`() throws {
    let weight = try Tensor([3, -1, 0.5, -4, 2, 9].map(Float.init), shape: [2, 3])
    let free = try Tensor([1, 1, 1, 1, 0, 0], shape: [2, 3]) .== 1
    #expect(try PackNet.largest(weight, where: free, prune: 0.5).floats() == [1, 0, 0, 1, 0, 0])
    #expect(try PackNet.largest(weight, where: free, prune: 0.3).floats() == [1, 1, 0, 1, 0, 0])
  }

  @Test func `each experience gets its share of the weights, and old answers never change`() throws
  {
    let stream = try Small.stream(.taskIncremental)
    let run = try Small.run("packnet", stream, settings: Settings(["prune": .number(0.75)]))
    try run.learn(until: 1)
    let answers = try scores(run, stream.experiences[0])
    try run.learn(until: 2)
    let second = try scores(run, stream.experiences[1])
    let before = try state(run.learner)
    try run.learn()
    #expect(try scores(run, stream.experiences[0]) == answers)
    #expect(try scores(run, stream.experiences[1]) == second)
    let after = try state(run.learner)
    let owners = try #require(after["owners/layer1.weight"]).floats()
    let counts = (0...3).map { number in owners.count { $0 == Float(number) } }
    // A quarter of 1,024, of 768 and of 576; 432 stay free and are 0.
    #expect(counts == [432, 256, 192, 144])
    let (old, new) = (
      try #require(before["classifier/layer1.weight"]).floats(),
      try #require(after["classifier/layer1.weight"]).floats()
    )
    for place in owners.indices {
      if (1...2).contains(owners[place]) { #expect(old[place] == new[place]) }
      if owners[place] == 0 { #expect(new[place] == 0) }
    }
    let share: Double = 592 / 1024
    #expect(try run.learner.measures().last == MeasuredValue("reserved", share))
  }
}
