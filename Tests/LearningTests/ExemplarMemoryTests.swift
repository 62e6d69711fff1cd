import Streams
import Testing
import Torch

@testable import Learning

/// Stored images that any learner can use.
@Suite struct ExemplarMemoryTests {
  private let key = RandomKey(seed: 3)

  @Test(arguments: [
    (ExemplarMemory.Capacity.perClass(2), [[2, 2], [2, 2, 2, 2], [2, 2, 2, 2, 2, 2]]),
    (.total(7), [[3, 3], [1, 1, 1, 1], [1, 1, 1, 1, 1, 1]]),
    (.bytes(64 * 9 + 63), [[4, 4], [2, 2, 2, 2], [1, 1, 1, 1, 1, 1]]),
    (.total(5), [[2, 2], [1, 1, 1, 1], [0, 0, 0, 0, 0, 0]]),
  ])
  func `room is shared equally and classes give up what was chosen last`(
    _ capacity: ExemplarMemory.Capacity, _ expected: [[Int]]
  ) throws {
    let stream = try Small.stream()
    let memory = ExemplarMemory(capacity, key: key, device: .cpu)
    var before: [[UInt8]] = []
    for (experience, counts) in zip(stream.experiences, expected) {
      try memory.keep(experience)
      #expect(memory.groups.map { $0.images.shape[0] } == counts)
      #expect(memory.groups.map(\.output) == Array(0..<experience.outputs.upperBound))
      #expect(memory.byteCount == counts.reduce(0, +) * 64)
      let now = try memory.groups.map { try $0.images.bytes() }
      for (old, new) in zip(before, now) { #expect(Array(old.prefix(new.count)) == new) }
      before = now
      let form = ExemplarMemory(capacity, key: key, device: .cpu)
      try form.restore(past: Array(stream.experiences.prefix(experience.index + 1)))
      #expect(form.groups.map { $0.images.shape } == memory.groups.map { $0.images.shape })
      try form.store.assign(from: memory.store)
      #expect(try form.store.digest() == memory.store.digest())
    }
  }

  @Test func `classes that appear again are stored again`() throws {
    let stream = try Small.stream(.domainIncremental)
    let memory = ExemplarMemory(.total(12), key: key, device: .cpu)
    for experience in stream.experiences { try memory.keep(experience) }
    #expect(memory.groups.map(\.output) == [0, 1, 0, 1, 0, 1])
    #expect(memory.groups.map { $0.images.shape[0] } == [2, 2, 2, 2, 2, 2])
  }

  @Test func `draws are stored images with their labels, uniform over classes`() throws {
    let stream = try Small.stream()
    let memory = ExemplarMemory(.perClass(2), key: key, device: .cpu)
    #expect(try memory.draw(4, key: key) == nil)
    try memory.keep(stream.experiences[0])
    try memory.keep(stream.experiences[1])
    let batch = try #require(try memory.draw(400, key: key))
    #expect(batch.inputs.shape == [400, 1, 8, 8] && batch.scores == nil)
    let labels = try batch.labels.integers()
    for output in 0..<4 { #expect((60...140).contains(labels.count { $0 == output })) }
    let bytes = try batch.inputs.asBytes().bytes()
    let kept = try memory.groups.map { try $0.images.bytes() }
    for (place, label) in labels.enumerated() {
      let image = Array(bytes[place * 64..<(place + 1) * 64])
      #expect([0, 64].contains { Array(kept[label][$0..<$0 + 64]) == image })
    }
    #expect(try memory.draw(400, key: key)?.labels.integers() == labels)
    #expect(try memory.draw(400, key: key("other"))?.labels.integers() != labels)
  }

  @Test func `herding keeps the mean of the first few near the mean of all`() throws {
    // Directions of 0, 90, 44 and 50 degrees: that of 44 is nearest to their mean, 46 degrees.
    let angles = [0.0, 90, 44, 50].map { $0 * .pi / 180 }
    let rows = angles.flatMap { [2 * cosine($0), 2 * cosine($0 - .pi / 2)] }
    let features = try Tensor(rows, shape: [4, 2])
    let order = try Herding.order(4, of: features)
    #expect(order.first == 2)
    #expect(order.sorted() == [0, 1, 2, 3])
    #expect(try Herding.order(2, of: features) == Array(order.prefix(2)))
  }

  /// By its series, so that the test needs no other library.
  private func cosine(_ angle: Double) -> Double {
    var (sum, term) = (0.0, 1.0)
    for step in stride(from: 0.0, to: 40, by: 2) {
      sum += term
      term *= -angle * angle / ((step + 1) * (step + 2))
    }
    return sum
  }

  @Test func `herding asks for features of the class alone`() throws {
    let stream = try Small.stream()
    let memory = ExemplarMemory(.perClass(3), selection: .herding, key: key, device: .cpu)
    var asked: [Int] = []
    try memory.keep(stream.experiences[0]) { images in
      asked.append(images.shape[0])
      return try images.flatten(from: 1)
    }
    #expect(asked == [6, 6])
    #expect(memory.groups.map { $0.images.shape[0] } == [3, 3])
  }
}
