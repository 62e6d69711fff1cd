import Testing

@testable import Torch

/// What stands for libtorch's interpolations on GPUs, against them on the CPU.
@Suite struct DeterministicInterpolationTests {
  private let key = RandomKey(seed: 5)

  /// Whether two ways give the same values and the same gradients of `sources`, to 1e-5.
  private func expectAgreement(
    _ sources: [Tensor], _ own: () throws -> Tensor, _ builtIn: () throws -> Tensor
  ) throws {
    for source in sources { try source.requireGradient() }
    let outputs = [try own(), try builtIn()]
    #expect(outputs[0].shape == outputs[1].shape)
    let weights = try Tensor.normal(
      outputs[1].shape, key: key("weights"), type: outputs[1].elementType ?? .float32)
    let slopes = try outputs.map { try gradients(of: ($0 * weights).sum(), withRespectTo: sources) }
    var pairs = [(outputs[0], outputs[1])]
    for (mine, theirs) in zip(slopes[0], slopes[1]) {
      pairs.append((try #require(mine), try #require(theirs)))
    }
    for (mine, theirs) in pairs {
      let (mine, theirs) = (try mine.doubles(), try theirs.doubles())
      // Gradients of a few pixels that are read everywhere are sums of many numbers.
      let size = max(1, theirs.map(abs).max() ?? 1)
      let distance = zip(mine, theirs).map { abs($0 - $1) }.max() ?? 0
      #expect(distance < 1e-5 * size)
    }
  }

  @Test(arguments: [
    ([4, 4], [8, 8]), ([64, 64], [128, 128]), ([128, 128], [256, 256]), ([1, 1], [2, 3]),
    ([7, 5], [14, 10]), ([3, 9], [2, 4]), ([6, 2], [1, 1]), ([5, 5], [5, 9]),
  ])
  func `products stretch like libtorch`(from: [Int], to: [Int]) throws {
    for isChannelsLast in [false, true] {
      let images = try Tensor.normal([2, 3] + from, key: key)
      let inputs = isChannelsLast ? try images.channelsLast() : images
      try expectAgreement([inputs]) {
        try inputs.stretchedByProducts(height: to[0], width: to[1])
      } _: {
        try inputs.stretched(height: to[0], width: to[1])
      }
    }
  }

  @Test(arguments: [[8, 8], [32, 32], [128, 128], [5, 9], [1, 1], [1, 7]], [0.9, 1.1, 9])
  func `gathering samples like libtorch, far outside too`(size: [Int], reach: Double) throws {
    let images = try Tensor.normal([2, 3] + size, key: key)
    let grid = try Tensor.uniform([2, 6, 5, 2], key: key("grid")) * (2 * reach) - reach
    try expectAgreement([images]) {
      try images.sampledByGathering(at: grid)
    } _: {
      try images.sampled(at: grid)
    }
  }

  /// In float64, as float32 cannot tell on which side of a pixel's centre a place is.
  @Test func `places have the same gradients`() throws {
    let images = try Tensor.normal([2, 3, 6, 7], key: key, type: .float64)
    let grid = try Tensor.uniform([2, 6, 5, 2], key: key("grid"), type: .float64) * 5 - 2.5
    try expectAgreement([images, grid]) {
      try images.sampledByGathering(at: grid)
    } _: {
      try images.sampled(at: grid)
    }
  }

  @Test func `centres, edges and corners of pixels are read like libtorch`() throws {
    let images = try Tensor.normal([1, 2, 4, 4], key: key)
    let steps = (-16...16).map { Double($0) / 8 }
    let places = steps.flatMap { y in steps.flatMap { [Float($0), Float(y)] } }
    let grid = try Tensor(places, shape: [1, steps.count, steps.count, 2])
    try expectAgreement([images]) {
      try images.sampledByGathering(at: grid)
    } _: {
      try images.sampled(at: grid)
    }
  }

  @Test func `places of another number of images are refused`() throws {
    let images = try Tensor.normal([2, 3, 4, 4], key: key)
    #expect(throws: TorchError.self) {
      try images.sampledByGathering(at: .zeros([1, 2, 2, 2]))
    }
  }
}
