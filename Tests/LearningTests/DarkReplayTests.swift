import Catalog
import Models
import Streams
import Testing
import Torch

@testable import Learning

/// Dark experience replay: stored scores, the reservoir, gradient projection and balanced samples.
@Suite struct DarkReplayTests {
  private let key = RandomKey(seed: 3)

  private func state(_ learner: any Learner) -> [String: Tensor] {
    Dictionary(uniqueKeysWithValues: learner.state.tensors().map { ($0.name, $0.tensor) })
  }

  @Test func `stored scores are those that the classifier had before the step`() throws {
    let stream = try Small.stream()
    let learner = try Small.learner("der", stream, settings: Settings(["memory": .integer(20)]))
    let experience = stream.experiences[0]
    try learner.begin(experience)
    let images = try ImageFeed(experience.train).batch(0..<12)
    let before = try learner.scores(images.inputs).floats()
    _ = try learner.observe(
      Batch(inputs: images.inputs, labels: images.labels, step: 0, steps: 2, key: key))
    let state = state(learner)
    let stored = try #require(state["memory/scores"]).narrow(dim: 0, start: 0, count: 12).floats()
    for row in 0..<12 {
      for output in 0..<6 {
        let wanted = output < 2 ? before[row * 6 + output] : 0
        #expect(abs(stored[row * 6 + output] - wanted) < 1e-6)
      }
    }
    #expect(try learner.scores(images.inputs).floats() != before)
    #expect(try state["memory/seen"]?.integers() == [12])
    let weights = 64 * 16 + 16 + 16 * 6 + 6
    let bytes = 4 * weights + 12 * 88
    #expect(try learner.measures() == [MeasuredValue("bytes", count: bytes)])
  }

  @Test func `every image that goes by is kept with the same probability`() throws {
    var kept = [Int](repeating: 0, count: 8)
    for trial in 0..<1500 {
      let memory = try TrajectoryMemory(
        2, shape: ImageShape(channels: 1, height: 1, width: 1), outputs: 1,
        key: key("memory", trial), device: .cpu)
      for (step, range) in [0..<3, 3..<4, 4..<8].enumerated() {
        let labels = try Tensor(Array(range))
        try memory.add(
          .zeros([range.count, 1, 1, 1]), labels: labels, scores: labels.unsqueeze(1).to(.float32),
          key: key("add", trial, step))
      }
      let all = Dictionary(uniqueKeysWithValues: memory.store.buffers)
      let labels = try #require(all["labels"]).integers()
      #expect(try #require(all["scores"]).doubles() == labels.map(Double.init))
      for label in labels { kept[label] += 1 }
    }
    // 375 each, with a deviation of 17.
    for count in kept { #expect((375 - 85...375 + 85).contains(count), "\(kept)") }
  }

  @Test func `DER++ without its labels trains as DER does`() throws {
    let stream = try Small.stream()
    func digest(_ name: String, _ beta: Double?) throws -> UInt64 {
      var settings: [String: Value] = ["memory": .integer(20)]
      if let beta { settings["beta"] = .number(beta) }
      let run = try Small.run(name, stream, settings: Settings(settings))
      try run.learn()
      return try run.learner.state.digest()
    }
    let plain = try digest("der", nil)
    #expect(try digest("der++", 0) == plain)
    #expect(try digest("der++", 0.5) != plain)
  }

  @Test func `a memory larger than a memory may be is refused in one line`() throws {
    let stream = try Small.stream()
    let error = #expect(throws: ModelError.self) {
      try Small.learner("der", stream, settings: Settings(["memory": .integer(100_000_000)]))
    }
    let message = try #require(error).description
    #expect(message.contains("memory=") && !message.contains("\n"))
  }

  @Test func `a gradient that would raise the old loss is projected, another stays`() throws {
    // g = (1, -2), r = (1, 1): g r = -1, r r = 2, g + r / 2 = (1.5, -1.5), which leaves r alone.
    let current = [try Tensor([1.0, -2])]
    try AveragedGradientEpisodicMemory.project(current, away: [Tensor([1.0, 1])])
    #expect(try current[0].doubles() == [1.5, -1.5])
    let agreeing = [try Tensor([2.0, -1])]
    try AveragedGradientEpisodicMemory.project(agreeing, away: [Tensor([1.0, 1])])
    #expect(try agreeing[0].doubles() == [2, -1])
    // Products run over all parameters together; one without a gradient counts as 0.
    let split: [Tensor?] = [try Tensor([1.0]), nil, try Tensor([-2.0])]
    try AveragedGradientEpisodicMemory.project(
      split, away: [Tensor([1.0]), Tensor([5.0]), Tensor([1.0])])
    // g r = -1, r r = 27.
    let found = try split.compactMap { try $0?.doubles() }.joined()
    let wanted = [1 + 1.0 / 27, -2 + 1.0 / 27]
    #expect(Array(found) == wanted)
  }

  @Test func `GDumb trains a fresh network on a balanced memory alone`() throws {
    let stream = try Small.stream()
    let run = try Small.run("gdumb", stream, settings: Settings(["memory": .integer(12)]))
    try run.learn(until: 2)
    let learner = try Small.learner(
      "gdumb", stream, settings: Settings(["memory": .integer(12)]))
    let first = try #require(state(learner)["classifier/layer1.weight"]).floats()
    try run.learner.begin(stream.experiences[2])
    let state = state(run.learner)
    #expect(try state["classifier/layer1.weight"]?.floats() == first)
    for output in 0..<6 { #expect(state["memory/class\(output + 1)"]?.shape[0] == 2) }
    // Whatever the stream's images are, the step takes those of the memory.
    func step(_ value: Double) throws -> [Float] {
      let run = try Small.run("gdumb", stream, settings: Settings(["memory": .integer(12)]))
      try run.learner.begin(stream.experiences[0])
      let images = try Tensor.full([4, 1, 8, 8], value)
      _ = try run.learner.observe(
        Batch(inputs: images, labels: Tensor([0, 1, 0, 1]), step: 0, key: key))
      return try #require(self.state(run.learner)["classifier/layer1.weight"]).floats()
    }
    #expect(try step(0) == step(1))
  }
}
