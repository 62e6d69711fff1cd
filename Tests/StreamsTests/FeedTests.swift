import Catalog
import Testing
import Torch

@testable import Streams

@Suite struct FeedTests {
  /// Six images [1, 1, 2] of three classes; image n holds n and 255 - n.
  private func stream() throws -> ExperienceStream {
    let shape = ImageShape(channels: 1, height: 1, width: 2)
    let storage = try ImageStorage(count: 12) { into in
      for place in 0..<6 {
        (into[2 * place], into[2 * place + 1]) = (UInt8(place), 255 - UInt8(place))
      }
    }
    let archive = try ImageArchive(shape: shape, labels: [0, 1, 2, 2, 1, 0], storage: storage)
    let data = try Dataset(
      name: "toy", train: archive, test: archive, classNames: ["a", "b", "c"])
    return try ExperienceStream(
      data, SplitOptions(Settings(["classes": .text("2|1,0")])))
  }

  @Test func `a range gives images in 0 to 1 with head labels`() throws {
    let feed = try ImageFeed(stream().experiences[1].train)
    let batch = try feed.batch(1..<4)
    #expect(batch.inputs.shape == [3, 1, 1, 2])
    let expected: [Float] = [1, 254, 4, 251, 5, 250].map { $0 / 255 }
    for (value, wanted) in zip(try batch.inputs.floats(), expected) {
      #expect(abs(value - wanted) < 1e-6)
    }
    #expect(try batch.labels.integers() == [1, 1, 2])
  }

  @Test func `positions give images in their order`() throws {
    let feed = try ImageFeed(stream().experiences[0].train)
    let batch = try feed.batch(at: Tensor([1, 0, 1]))
    #expect(try batch.inputs.floats().map { ($0 * 255).rounded() } == [3, 252, 2, 253, 3, 252])
    #expect(try batch.labels.integers() == [0, 0, 0])
  }

  @Test func `positions outside the selection are refused`() throws {
    let feed = try ImageFeed(stream().experiences[0].train)
    #expect(throws: (any Error).self) { try feed.batch(1..<3) }
    #expect(throws: (any Error).self) { try feed.batch(at: Tensor([2])) }
  }

  @Test func `a feed keeps its images alive`() throws {
    var whole: ExperienceStream? = try stream()
    let feed = try whole.map { try ImageFeed($0.experiences[0].test) }
    whole = nil
    #expect(try feed?.batch(0..<1).inputs.floats() == [2 / 255, 253 / 255])
  }
}
