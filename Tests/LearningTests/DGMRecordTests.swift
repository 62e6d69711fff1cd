import Catalog
import Figures
import Models
import Streams
import Testing
import Torch

@testable import Learning

private let bothMasks: [[String: Value]] = [
  ["mask": .name("weights")], ["mask": .name("activations")],
]

/// What dynamic generative memory keeps of real images and tells about itself.
@Suite struct DGMRecordTests {
  private let key = RandomKey(seed: 3)

  private func measure(_ name: String, _ run: LearningRun) throws -> Double {
    let measure = try #require(run.learner.measures().first { $0.name == name })
    return switch measure.content {
    case .count(let count): Double(count)
    case .number(let value): value
    default: throw TorchError("\(name) is no number")
    }
  }

  @Test func `exemplars are real images of their class, chosen by the key`() throws {
    let stream = try DGMSetting.stream(classes: 2)
    func kept(_ seed: UInt64) throws -> [[UInt8]] {
      let memory = ExemplarMemory(.perClass(3), key: RandomKey(seed: seed), device: .cpu)
      try memory.keep(stream.experiences[0])
      #expect(memory.groups.map(\.output) == [0, 1])
      return try memory.groups.flatMap { group in
        let bytes = try group.images.bytes()
        return (0..<3).map { Array(bytes[$0 * 64..<($0 + 1) * 64]) }
      }
    }
    let train = stream.experiences[0].train
    for (place, image) in try kept(1).enumerated() {
      let owners = train.indices.indices.filter {
        train.archive.pixels(at: Int(train.indices[$0])) == image
      }
      #expect(owners.contains { train.labels[$0] == place / 3 })
    }
    #expect(Set(try kept(1)).count == 6)
    #expect(try kept(1) == kept(1))
    #expect(try kept(1) != kept(2))
  }

  @Test(arguments: [(0, 0), (1, 1), (5, 5), (1_000_000, 16)])
  func `as many exemplars are kept as there are`(_ limit: Int, _ expected: Int) throws {
    let stream = try DGMSetting.stream()
    let memory = ExemplarMemory(.perClass(limit), key: key, device: .cpu)
    try memory.keep(stream.experiences[0])
    #expect((memory.groups.first?.images.shape[0] ?? 0) == expected)
    #expect(memory.byteCount == expected * 64)
  }

  @Test func `exemplars are replayed in the place of dreams`() throws {
    let memory = try MaskedGenerator(
      MemoryOptions(Settings(), classes: 3, channels: 1), key: key, device: .cpu)
    try memory.begin(0..<1)
    try memory.consolidate()
    let real = try Tensor.full([4, 1, 32, 32], 0.25)
    func marked(_ count: Int) throws -> [Bool] {
      let pool = try ReplayPool(memory, classes: 1, count: count, kept: [0: real], key: key)
      let slice = try #require(try pool?.slice(0..<count, key: key))
      #expect(slice.images.shape == [count, 1, 32, 32])
      return try (0..<count).map { try slice.images.select(dim: 0, $0).floats()[0] == 0.25 }
    }
    #expect(try marked(10).count { $0 } == 4)
    #expect(try marked(4).count { $0 } == 4)
    #expect(try marked(2).count { $0 } == 2)
  }

  @Test func `without store nothing real is kept`() throws {
    let run = try DGMSetting.run(on: DGMSetting.stream(), until: 2)
    #expect(!run.learner.state.stores.contains { $0.name == "exemplars" })
  }

  @Test func `a learner with exemplars continues to the same numbers`() throws {
    let stream = try DGMSetting.stream(classes: 2)
    let options: [String: Value] = ["store": .integer(5)]
    let run = try DGMSetting.run(options, on: stream, until: 1)
    try DGMSetting.advance(run, until: 2, limit: 2)
    let saved = Dictionary(
      uniqueKeysWithValues: try run.learner.state.tensors().map {
        ($0.name, try $0.tensor.detach().clone())
      })
    #expect(saved["exemplars/class2"]?.shape == [5, 1, 8, 8])
    let other = try DGMSetting.learner(options, on: stream)
    let restored = try LearningRun(
      other, on: stream, key: RandomKey(seed: 2), matrix: run.matrix, completed: run.completed,
      step: run.step, shapes: saved.mapValues(\.shape))
    try other.state.restore(saved)
    for run in [run, restored] { try DGMSetting.advance(run, until: 3) }
    #expect(try restored.digest() == run.digest())
    #expect(try restored.learner.measures() == run.learner.measures())
  }

  @Test(arguments: bothMasks)
  func `measures agree with the masks that are kept`(_ options: [String: Value]) throws {
    let run = try DGMSetting.run(options, on: DGMSetting.stream(), until: 0)
    #expect(try run.learner.measures().isEmpty)
    for end in 1...3 {
      try DGMSetting.advance(run, until: end)
      #expect(try measure("drift", run) == 0)
      let layers = try (1...3).map { try DGMSetting.tensor("memory/layer\($0).weight", of: run) }
      #expect(try measure("size", run) == Double(layers.reduce(0) { $0 + $1.count }))
      let reserved = try (1...3).reduce(0.0) {
        try $0 + DGMSetting.tensor("memory/layer\($1).reserved", of: run).sum().item()
      }
      let entries = try (1...3).reduce(0) {
        try $0 + DGMSetting.tensor("experience \(end)/mask\($1)", of: run).count
      }
      #expect(abs(try measure("reserved", run) - reserved / Double(entries)) < 1e-12)
      #expect(0...1 ~= (try measure("reused", run)))
      #expect(try end > 1 || measure("reused", run) == 0)
    }
    #expect(
      try run.learner.measures().map(\.name)
        == DynamicGenerativeMemory.card.results.map(\.name).filter { $0 != "recognised" })
  }

  @Test func `shares of capacity add up and reuse is what both masks have on`() throws {
    let memory = try MaskedGenerator(
      MemoryOptions(Settings(), classes: 3, channels: 1), key: key, device: .cpu)
    for round in 0..<3 {
      try memory.begin(round..<round + 1)
      try withoutGradients {
        for (index, layer) in memory.layers.enumerated() {
          try layer.embedding.copy(
            from: Tensor.normal(layer.embedding.shape, key: key("e", round, index)))
        }
      }
      try memory.consolidate()
    }
    let use = try CapacityUse.all(memory)
    #expect(use.map(\.count) == [3, 3, 3])
    for row in use {
      for layer in row { #expect(layer.free >= 0 && layer.fresh > 0 && layer.resting >= 0) }
    }
    #expect(use[0].allSatisfy { $0.reused == 0 && $0.resting == 0 })
    for (earlier, later) in zip(use, use.dropFirst()) {
      for (before, after) in zip(earlier, later) {
        #expect(after.reused + after.resting == before.reserved)
      }
    }
    #expect(use[0][0].total == 128 * 24 * 16)
  }

  @Test func `a memory that takes all grows as the worst case and no reuse is linear in entries`()
    throws
  {
    let options = try MemoryOptions(Settings(), classes: 3, channels: 1)
    let growth = MemoryGrowth([[24, 12, 6], [48, 12, 12], [72, 12, 18]], options: options)
    #expect(growth.sizes[0] == [49_152, 98_304, 147_456])
    #expect(growth.linear[1] == [4608, 9216, 13_824])
    #expect(growth.worst.map(\.count) == [3, 3, 3])
    #expect(growth.worst[0] == growth.linear[0])
    #expect(MemoryGrowth.sum(growth.linear) == [54_912, 109_824, 164_736])
  }

  @Test(arguments: MaskHistory.Moments.allCases)
  func `mask values are counted from the start to the end`(moments: MaskHistory.Moments) throws {
    let stream = try DGMSetting.stream()
    let learner = try DGMSetting.learner(["moments": .name(moments.rawValue)], on: stream)
    let run = try LearningRun(learner, on: stream, key: RandomKey(seed: 2))
    _ = try run.advance(
      Budget(epochs: 4, batch: 8), until: 1, clock: { 0 }, shouldStop: { false },
      report: { _ in })
    let memory = try #require(learner.generator.experiences.first)
    let shares = try memory.history.shares()
    #expect(shares.count == moments.shares.count)
    #expect(shares[0] != nil && shares[shares.count - 1] != nil)
    for layers in shares.compactMap(\.self) {
      #expect(layers.count == 3)
      #expect(layers.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-9 })
    }
    // All embeddings begin at 0, so that every mask is one half.
    #expect(shares[0]?[0] == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0])
    #expect(try memory.history.passed() == moments.shares.count)
  }

  @Test(arguments: MemoryViews.all.map(\.name), bothMasks)
  func `every view draws, for all experiences and for one`(
    _ view: String, _ options: [String: Value]
  ) throws {
    let stream = try DGMSetting.stream()
    let run = try DGMSetting.run(options, on: stream, until: 2)
    for number in [nil, 0, 1] {
      let figures = try run.figures(of: view, experience: number)
      #expect(!figures.isEmpty)
      for figure in figures {
        let lines = figure.lines(
          TextStyle(columns: 60, colours: false, unicode: false, trueColour: false))
        #expect(!lines.isEmpty && lines.allSatisfy { $0.count <= 60 })
        if case .text(let text) = figure { #expect(!text.isEmpty) }
      }
    }
  }

  @Test func `bytes are those of weights, norms, outputs and one bit for each mask entry`() throws {
    let run = try DGMSetting.run(["store": .integer(2)], on: DGMSetting.stream(), until: 1)
    let tensors = run.learner.state.tensors()
    func count(_ isCounted: (String) -> Bool) -> Int {
      tensors.filter { isCounted($0.name) }.reduce(0) { $0 + $1.tensor.count }
    }
    let floats =
      count { $0.hasPrefix("memory/") && $0.hasSuffix(".weight") }
      + count {
        $0.hasPrefix("experience 1/") && ($0.contains("norm") || $0.contains("class"))
          && !$0.contains("batches")
      }
    let masks = count { $0.hasPrefix("experience 1/mask") }
    #expect(try measure("bytes", run) == Double(4 * floats + (masks + 7) / 8 + 2 * 64))
  }

  @Test func `a judge is the same for one stream and knows real images`() throws {
    let stream = try DGMSetting.stream()
    let judge = try Judge(stream)
    #expect(judge.accuracy > 0.6)
    #expect(try Judge(stream).accuracy == judge.accuracy)
    let run = try DGMSetting.run(on: stream, until: 2)
    let shares = try judge.recognised(run, key: key)
    #expect(shares.map(\.output) == [0, 1])
    #expect(shares.allSatisfy { 0...1 ~= $0.share })
    #expect(throws: ModelError.self) { try Judge(stream, shouldStop: { true }) }
    let domain = try Small.stream(.domainIncremental)
    #expect(throws: ModelError.self) { try Judge(domain) }
  }
}
