import Catalog
import Streams
import Testing
import Torch

@testable import Learning

private let bothMasks: [[String: Value]] = [
  ["mask": .name("weights")], ["mask": .name("activations")],
]

@Suite struct DGMInvariantTests {
  private let key = RandomKey(seed: 11)

  @Test(arguments: bothMasks, [1, 2])
  func `old images do not change by a bit`(_ options: [String: Value], classes: Int) throws {
    let run = try DGMSetting.run(options, on: DGMSetting.stream(classes: classes), until: 1)
    let before = try (0..<classes).map { try dream(run, $0) }
    try DGMSetting.advance(run, until: 3)
    #expect(try (0..<classes).map { try dream(run, $0) } == before)
    #expect(before.allSatisfy { Set($0).count > 1 })
  }

  @Test func `channels masked before the norm alone drift, but stay finite`() throws {
    let options: [String: Value] = [
      "mask": .name("activations"), "position": .name("before-norm"),
    ]
    let run = try DGMSetting.run(options, on: DGMSetting.stream(), until: 1)
    let before = try dream(run, 0)
    try DGMSetting.advance(run, until: 3)
    let drift = zip(before, try dream(run, 0)).map { abs($0 - $1) }.max() ?? .nan
    #expect(drift >= 0 && drift <= 1)
  }

  private func dream(_ run: LearningRun, _ output: Int) throws -> [Float] {
    let images = try run.learner.dream(5, of: output, key: key)
    return try #require(images).floats()
  }

  @Test(arguments: bothMasks)
  func `reserved weights stay exactly as they are`(_ options: [String: Value]) throws {
    let run = try DGMSetting.run(options, on: DGMSetting.stream(), until: 1, seed: 2)
    for end in 2...3 {
      let before = try weights(run)
      let protected = try protection(run, mask: options["mask"])
      try DGMSetting.advance(run, until: end)
      for (layer, after) in try weights(run).enumerated() {
        let shape = before[layer].shape
        let corner = try after.narrow(dim: 0, start: 0, count: shape[0])
          .narrow(dim: 1, start: 0, count: shape[1])
        let moved = try (corner .!= before[layer]).to(.float32)
        #expect(try (moved * protected[layer]).sum().item() == 0)
        #expect(try protected[layer].sum().item() > 0)
        // The others learn, or the test would say nothing.
        #expect(try moved.sum().item() > 0)
      }
    }
  }

  private func weights(_ run: LearningRun) throws -> [Tensor] {
    try (1...3).map { try DGMSetting.tensor("memory/layer\($0).weight", of: run).clone().detach() }
  }

  private func reserved(_ run: LearningRun) throws -> [Tensor] {
    try (1...3).map { try DGMSetting.tensor("memory/layer\($0).reserved", of: run).clone() }
  }

  /// 1 for each weight that a finished experience's images pass through.
  private func protection(_ run: LearningRun, mask: Value?) throws -> [Tensor] {
    let reserved = try reserved(run)
    guard mask == .name("activations") else { return reserved }
    return try (0..<3).map { layer in
      let shape = try DGMSetting.tensor("memory/layer\(layer + 1).weight", of: run).shape
      let entering = try layer == 0 ? Tensor.ones([shape[0]]) : reserved[layer - 1]
      return try (entering.reshape([-1, 1, 1, 1]) * reserved[layer].reshape([1, -1, 1, 1]))
        .expand(shape).contiguous()
    }
  }

  @Test(arguments: bothMasks)
  func `free capacity never falls below its start`(_ options: [String: Value]) throws {
    let stream = try DGMSetting.stream()
    let isWeights = options["mask"] == .name("weights")
    let start = isWeights ? [16 * 8 * 16, 8 * 4 * 16, 4 * 2 * 16] : [8, 4, 2]
    let run = try DGMSetting.run(options, on: stream, until: 0)
    for end in 1...3 {
      try DGMSetting.advance(run, until: end)
      let free = try reserved(run).map { $0.count - Int(try $0.sum().item()) }
      #expect(zip(free, start).allSatisfy { isWeights ? $0 >= $1 : $0 == $1 }, "\(free)")
    }
  }

  @Test(arguments: bothMasks)
  func `the price of capacity is one half at the start and never outside 0...1`(
    _ options: [String: Value]
  ) throws {
    let memory = try MaskedGenerator(
      MemoryOptions(Settings(options), classes: 3, channels: 1), key: key, device: .cpu)
    try memory.begin(0..<1)
    let sharpness = MaskAnnealing.Sharpness(epoch: 100, step: 30)
    #expect(try MaskSparsity(memory.layers)(memory.softMasks(sharpness)).item() == 0.5)
    for round in 0..<3 {
      try withoutGradients {
        for (index, layer) in memory.layers.enumerated() {
          let noise = try Tensor.normal(layer.embedding.shape, key: key("e", round, index))
          try layer.embedding.copy(from: noise)
        }
      }
      let price = try MaskSparsity(memory.layers)(memory.softMasks(sharpness)).item()
      #expect(0...1 ~= price)
      try memory.consolidate()
      try memory.begin(round + 1..<round + 2)
    }
  }

  @Test func `what is reserved can be used for free`() throws {
    let memory = try MaskedGenerator(
      MemoryOptions(Settings(), classes: 3, channels: 1), key: key, device: .cpu)
    let reserved = memory.layers.map(\.reserved)
    for tensor in reserved { try tensor.narrow(dim: 0, start: 0, count: 1).fill(1) }
    #expect(try MaskSparsity(memory.layers)(reserved).item() == 0)
    let all = try reserved.map { try Tensor.ones($0.shape) }
    #expect(try MaskSparsity(memory.layers)(all).item() == 1)
  }

  @Test(arguments: [1.0, 30, 400])
  func `both compensations agree where the literal one does not underflow`(
    _ sharpness: Double
  ) throws {
    let store = ParameterStore(key: key, type: .float64)
    let at = MaskAnnealing.Sharpness(epoch: 250, step: sharpness)
    let reach = 12 / sharpness
    func gradient(_ name: String, _ mask: (Tensor) throws -> Tensor) throws -> [Double] {
      let embedding = try store.parameter(name, [500], .zeros)
      try withoutGradients {
        let values = try Tensor.uniform([500], key: key, type: .float64) * (2 * reach) - reach
        try embedding.copy(from: values)
      }
      let slope = try Tensor.normal([500], key: key("slope"), type: .float64)
      try (mask(embedding) * slope).sum().backward()
      if name == "literal" { try MaskGradient.compensate(embedding, at) }
      return try #require(embedding.gradient).doubles()
    }
    let literal = try gradient("literal") { try MaskGradient.literal($0, at) }
    let closed = try gradient("closed") { try MaskGradient.closed($0, at) }
    #expect(zip(literal, closed).allSatisfy { abs($0 - $1) <= 1e-3 * abs($1) })
    #expect(closed.contains { abs($0) > 1 })
  }

  @Test(arguments: bothMasks)
  func `weights that came later do not reach old images`(_ options: [String: Value]) throws {
    let run = try DGMSetting.run(options, on: DGMSetting.stream(), until: 3)
    let before = try dream(run, 0)
    let masks = try (1...3).map { try DGMSetting.tensor("experience 1/mask\($0)", of: run).shape }
    #expect(masks.map(\.[0]) != (try reserved(run).map(\.shape[0])))
    let protected = try protection(run, mask: options["mask"])
    for layer in 1...3 {
      let weight = try DGMSetting.tensor("memory/layer\(layer).weight", of: run)
      try withoutGradients {
        let noise = try Tensor.normal(weight.shape, key: key("noise", layer))
        try weight.copy(from: weight + noise * (1.0 - protected[layer - 1]))
      }
    }
    #expect(try dream(run, 0) == before)
  }

  @Test func `an experience is given its own classes only`() throws {
    let stream = try DGMSetting.stream(classes: 2)
    for experience in stream.experiences {
      let plan = try BatchPlan(
        experience.train, budget: Budget(epochs: 2, batch: 8), key: key, device: .cpu)
      let labels = try (0..<plan.steps).flatMap { try plan.batch($0, key: key).labels.integers() }
      #expect(Set(labels) == Set(experience.outputs))
    }
  }
}
