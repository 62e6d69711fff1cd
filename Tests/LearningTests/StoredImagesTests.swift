import Catalog
import Models
import Streams
import Testing
import Torch

@testable import Learning

/// Methods that keep real images: the reservoir, experience replay and iCaRL.
@Suite struct StoredImagesTests {
  private let key = RandomKey(seed: 3)

  @Test func `every image stays in the reservoir with the same probability`() throws {
    let (capacity, trials) = (3, 4000)
    var kept = [Int](repeating: 0, count: 10)
    for trial in 0..<trials {
      var places: [Int: Int] = [:]
      for (experience, range) in [0..<4, 4..<10].enumerated() {
        let arrivals = try ReservoirMemory.arrivals(
          range.count, after: range.lowerBound, capacity: capacity, key: key("", trial, experience))
        for arrival in arrivals { places[arrival.place] = range.lowerBound + arrival.image }
      }
      #expect(places.count == capacity)
      for image in places.values { kept[image] += 1 }
    }
    // 1,200 each, with a deviation of 29.
    for count in kept { #expect((1200 - 145...1200 + 145).contains(count), "\(kept)") }
  }

  @Test(arguments: [5, 1000])
  func `a reservoir holds stored images with their own labels and grows to its capacity`(
    capacity: Int
  ) throws {
    let stream = try Small.stream()
    let memory = ReservoirMemory(capacity, key: key, device: .cpu)
    #expect(try memory.draw(4, key: key) == nil)
    var seen: [[UInt8]: Set<Int>] = [:]
    for experience in stream.experiences {
      let all = try ImageFeed(experience.train).batch(0..<experience.train.count)
      let bytes = try all.inputs.asBytes().bytes()
      for (row, label) in try all.labels.integers().enumerated() {
        seen[Array(bytes[row * 64..<(row + 1) * 64]), default: []].insert(label)
      }
      try memory.keep(experience)
      let count = min(capacity, 12 * (experience.index + 1))
      #expect(try memory.outputs.count == count && memory.byteCount == 64 * count)
      let form = ReservoirMemory(capacity, key: key, device: .cpu)
      try form.restore(past: Array(stream.experiences.prefix(experience.index + 1)))
      try form.store.assign(from: memory.store)
      #expect(try form.store.digest() == memory.store.digest())
      let batch = try #require(try memory.draw(50, key: key))
      #expect(batch.inputs.shape == [50, 1, 8, 8])
      let drawn = try batch.inputs.asBytes().bytes()
      for (row, label) in try batch.labels.integers().enumerated() {
        #expect(seen[Array(drawn[row * 64..<(row + 1) * 64])]?.contains(label) == true)
      }
    }
    if capacity > 36 {
      #expect(try memory.outputs.sorted() == (0..<6).flatMap { Array(repeating: $0, count: 6) })
    }
  }

  @Test func `herding takes the examples in the order found by hand`() throws {
    // Mean (8/15, 9/15): products 8/15, 9/15, 12/15. Then w = (7/15, 6/15): 7/15, 6/15.
    let features = try Tensor([1, 0, 0, 1, 0.6, 0.8].map { $0 * 3 }, shape: [3, 2])
    #expect(try Herding.order(3, of: features) == [2, 0, 1])
  }

  @Test func `a class mean is that of features of length 1, with length 1`() throws {
    let rows = try ICaRL.unit(Tensor([3.0, 0, 0, 2], shape: [2, 2]))
    #expect(try rows.doubles() == [1, 0, 0, 1])
    for value in try ICaRL.mean(of: rows).doubles() {
      #expect(abs(value - 0.5.squareRoot()) < 1e-15)
    }
  }

  @Test func `iCaRL answers with the nearest mean of what it keeps`() throws {
    let stream = try Small.stream()
    let run = try Small.run("icarl", stream, settings: Settings(["memory": .integer(12)]))
    try run.learn(until: 2)
    let state = Dictionary(
      uniqueKeysWithValues: run.learner.state.tensors().map { ($0.name, $0.tensor) })
    let means = try #require(state["answers/means"])
    let lengths = try means.norm(dims: [1]).doubles()
    #expect(lengths[..<4].allSatisfy { abs($0 - 1) < 1e-5 } && lengths[4...].allSatisfy { $0 == 0 })
    for output in 0..<4 {
      let images = try #require(state["exemplars/class\(output + 1)"])
      #expect(images.shape[0] == 3)
      // The classifier's own features have the same products as unit rows have.
      let scores = try run.learner.scores(images.to(.float32) / 255)
      let mean = try scores.select(dim: 1, output).mean().item()
      #expect(mean > 0 && mean <= 1 + 1e-6)
    }
    let weights = try #require(state["classifier/layer1.weight"])
    #expect(try state["old classifier/layer1.weight"]?.doubles() == weights.doubles())
  }

  @Test func `iCaRL without room for every class is refused`() throws {
    let stream = try Small.stream()
    #expect(throws: ModelError.self) {
      try Small.learner("icarl", stream, settings: Settings(["memory": .integer(5)]))
    }
  }

  @Test(arguments: ["er", "icarl"], [12, 24])
  func `bytes are those of weights and images`(name: String, memory: Int) throws {
    let run = try Small.run(
      name, try Small.stream(), settings: Settings(["memory": .integer(memory)]))
    try run.learn()
    let weights = 64 * 16 + 16 + 16 * 6 + 6
    #expect(
      try run.learner.measures() == [MeasuredValue("bytes", count: 4 * weights + 64 * memory)])
  }

  @Test(arguments: ["er", "icarl", "gdumb", "a-gem"])
  func `a number of bytes is shared by the classifier and images`(name: String) throws {
    let weights = 4 * (64 * 16 + 16 + 16 * 6 + 6)
    let total = weights + 64 * 12
    let run = try Small.run(
      name, try Small.stream(), settings: Settings(["bytes": .integer(total + 63)]))
    try run.learn()
    #expect(try run.learner.keptBytes() == total)
    for wrong: [String: Value] in [
      ["bytes": .integer(weights)], ["bytes": .integer(total), "memory": .integer(12)],
    ] {
      let error = #expect(throws: ModelError.self) {
        try Small.learner(name, Small.stream(), settings: Settings(wrong))
      }
      #expect(try #require(error).description.contains("bytes="))
    }
  }

  @Test(arguments: ["reservoir", "balanced"])
  func `experience replay remembers what fine-tuning forgets`(selection: String) throws {
    let stream = try Small.stream()
    let budget = Budget(epochs: 60, batch: 8)
    func known(_ name: String, _ settings: [String: Value]) throws -> Int {
      var settings = settings
      settings["rate"] = .number(0.01)
      let run = try Small.run(name, stream, settings: Settings(settings))
      try run.learn(budget)
      return try stream.experiences[..<2].reduce(0) { try $0 + run.evaluate($1, $1.train).correct }
    }
    let (plain, stored) = (
      try known("finetune", [:]), try known("er", ["selection": .name(selection)])
    )
    #expect(plain <= 12 && stored >= 20, "\(plain) and \(stored) of 24")
  }
}
