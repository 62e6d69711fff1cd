import Testing
import Torch

@testable import Augmentation

@Suite struct DiscriminatorAugmentationTests {
  private let key = RandomKey(seed: 4)

  @Test(arguments: [1, 3])
  func `nothing changes at probability 0`(channels: Int) throws {
    let images = try Tensor.normal([5, channels, 8, 8], key: key)
    let found = try DiscriminatorAugmentation()(images, probability: 0, key: key)
    #expect(try found.floats() == images.floats())
  }

  @Test(arguments: [DiscriminatorAugmentation.Kinds.pixels, .geometry, .colour, .upright])
  func `each kind changes images and the key alone says how`(
    kinds: DiscriminatorAugmentation.Kinds
  ) throws {
    let images = try Tensor.normal([16, 3, 8, 8], key: key)
    let augmentation = DiscriminatorAugmentation(kinds)
    let once = try augmentation(images, probability: 1, key: key).floats()
    #expect(try augmentation(images, probability: 1, key: key).floats() == once)
    #expect(try augmentation(images, probability: 1, key: key("other")).floats() != once)
    #expect(try images.floats() != once)
    let isFinite = once.allSatisfy { $0.isFinite }
    #expect(isFinite)
  }

  @Test func `an image's change does not depend on the images beside it`() throws {
    let images = try Tensor.normal([4, 3, 6, 8], key: key)
    let augmentation = DiscriminatorAugmentation()
    let all = try augmentation(images, probability: 0.7, key: key)
    let two = try augmentation(
      images.narrow(dim: 0, start: 0, count: 2), probability: 0.7, key: key)
    for (one, other) in zip(
      try all.narrow(dim: 0, start: 0, count: 2).floats(), try two.floats())
    { #expect(abs(one - other) < 1e-5) }
  }

  /// With nothing but a share p of mirrored images in half of all cases, p / 2 are mirrored.
  @Test func `transformations happen as often as they should`() throws {
    let images = try Tensor((0..<2000).flatMap { _ in [Float(0), 1] }, shape: [2000, 1, 1, 2])
    let moved = try DiscriminatorAugmentation(.pixels)(images, probability: 0.4, key: key)
    let changed = try moved.select(dim: 3, 0).sum().item() / 2000
    // Mirrored and turned by half: a = b = p/2 each; a shift of so small an image is none.
    #expect(abs(changed - (0.2 + 0.2 - 2 * 0.2 * 0.2)) < 0.04)
  }

  @Test func `upright changes neither mirror nor turn`() throws {
    typealias Kinds = DiscriminatorAugmentation.Kinds
    let others: Kinds = [.mirroring, .quarterTurns, .rotations]
    #expect(Kinds.upright.isDisjoint(with: others) && Kinds.upright.union(others) == .all)
    // A slope that rises to the right and downwards, shifted by at most two of sixteen pixels.
    let slope = (0..<256).map { Float($0 % 16 + $0 / 16) }
    let images = try Tensor(slope, shape: [1, 1, 16, 16]).expand([200, 1, 16, 16]).contiguous()
    let found = try DiscriminatorAugmentation(.upright.subtracting([.colour, .fractionalShifts]))(
      images, probability: 1, key: key)
    for dim in [2, 3] {
      let low = try found.narrow(dim: dim, start: 0, count: 8)
      let high = try found.narrow(dim: dim, start: 8, count: 8)
      let rise = try (high - low).flatten(from: 1).mean(dims: [1]).floats()
      #expect(rise.allSatisfy { $0 > 0 })
    }
    // Mirroring alone leaves each image as it is or mirrors it.
    let mirrored = try DiscriminatorAugmentation(.mirroring)(images, probability: 1, key: key)
    let kinds = Set(try (0..<200).map { try mirrored.select(dim: 0, $0).floats() })
    let other = (0..<256).map { Float(15 - $0 % 16 + $0 / 16) }
    #expect(kinds == [slope, other])
  }

  @Test(arguments: [1, 3])
  func `gradients agree with central differences`(channels: Int) throws {
    let images = try Tensor.normal([6, channels, 4, 4], key: key, type: .float64)
    try images.requireGradient()
    let weights = try Tensor.normal(images.shape, key: key("weights"), type: .float64)
    func value() throws -> Tensor {
      try (DiscriminatorAugmentation()(images, probability: 0.8, key: key).square() * weights).sum()
    }
    let slope = try #require(gradients(of: value(), withRespectTo: [images])[0]).doubles()
    let start = try images.doubles()
    for index in stride(from: 0, to: start.count, by: 7) {
      func moved(_ step: Double) throws -> Double {
        var values = start
        values[index] += step
        try withoutGradients { try images.copy(from: Tensor(values, shape: images.shape)) }
        return try withoutGradients { try value().item() }
      }
      let numeric = try (moved(1e-6) - moved(-1e-6)) / 2e-6
      #expect(abs(numeric - slope[index]) < 1e-6 * max(1, abs(numeric)))
    }
  }
}
