import Streams
import Testing
import Torch

@testable import Learning

@Suite struct BatchPlanTests {
  /// The images of one step, each as the bytes it has, with the step's labels.
  private typealias Step = (images: [[Float]], labels: [Int])

  private func steps(
    of images: ImageSelection, _ budget: Budget, seed: UInt64 = 1
  ) throws -> [Step] {
    let plan = try BatchPlan(images, budget: budget, key: RandomKey(seed: seed), device: .cpu)
    return try (0..<plan.steps).map { step in
      let batch = try plan.batch(step, key: RandomKey(seed: 9)("step", step))
      #expect(batch.step == step)
      let values = try batch.inputs.floats()
      let size = values.count / batch.labels.count
      let parts = stride(from: 0, to: values.count, by: size).map { Array(values[$0..<$0 + size]) }
      return (parts, try batch.labels.integers())
    }
  }

  /// The selection's own images, in its order.
  private func all(_ images: ImageSelection) -> Set<[Float]> {
    Set(images.indices.map { images.archive.pixels(at: Int($0)).map { Float($0) / 255 } })
  }

  @Test(arguments: [1, 5, 8, 12, 100])
  func `every epoch shows each image exactly once`(batch: Int) throws {
    let images = try Small.stream().experiences[1].train
    let wanted = all(images)
    #expect(wanted.count == 12)
    let budget = Budget(epochs: 3, batch: batch)
    let steps = try steps(of: images, budget)
    let perEpoch = budget.stepsPerEpoch(images.count)
    #expect(steps.count == 3 * perEpoch)
    for epoch in 0..<3 {
      let shown = steps[epoch * perEpoch..<(epoch + 1) * perEpoch].flatMap(\.images)
      #expect(shown.count == 12)
      #expect(Set(shown) == wanted)
    }
  }

  @Test func `the last batch of an epoch is smaller when images run out`() throws {
    let images = try Small.stream().experiences[0].train
    let steps = try steps(of: images, Budget(epochs: 2, batch: 5))
    #expect(steps.map(\.images.count) == [5, 5, 2, 5, 5, 2])
  }

  @Test func `labels stay with their images`() throws {
    let images = try Small.stream().experiences[2].train
    let pixels = images.indices.map {
      images.archive.pixels(at: Int($0)).map { Float($0) / 255 }
    }
    let label = Dictionary(uniqueKeysWithValues: zip(pixels, images.labels))
    for step in try steps(of: images, Budget(epochs: 1, batch: 5)) {
      #expect(step.images.map { label[$0] } == step.labels)
    }
  }

  @Test func `the order depends on the key and the epoch alone`() throws {
    let images = try Small.stream().experiences[0].train
    func order(_ budget: Budget, seed: UInt64 = 1) throws -> [[Float]] {
      try steps(of: images, budget, seed: seed).flatMap(\.images)
    }
    let once = try order(Budget(epochs: 2, batch: 4))
    #expect(try order(Budget(epochs: 2, batch: 4)) == once)
    #expect(try order(Budget(epochs: 2, batch: 7)) == once)
    #expect(try order(Budget(steps: 6, batch: 4)) == once)
    #expect(try order(Budget(epochs: 1, batch: 4)) == Array(once.prefix(12)))
    #expect(try order(Budget(epochs: 2, batch: 4), seed: 2) != once)
    #expect(Array(once.prefix(12)) != Array(once.suffix(12)))
  }

  @Test func `a step can be asked for in any order`() throws {
    let images = try Small.stream().experiences[0].train
    let plan = try BatchPlan(
      images, budget: Budget(epochs: 3, batch: 5), key: RandomKey(seed: 1), device: .cpu)
    let inOrder = try steps(of: images, Budget(epochs: 3, batch: 5)).map {
      $0.images.flatMap(\.self)
    }
    for step in [7, 0, 8, 3] {
      #expect(
        try plan.batch(step, key: RandomKey(seed: 0)).inputs.floats() == inOrder[step])
    }
    #expect([0, 1, 2, 3, 6].map(plan.isEpochStart) == [true, false, false, true, true])
  }
}
