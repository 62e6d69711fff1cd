import Testing

@testable import Torch

struct PrecisionTests {
  private func pair(
    _ weights: Initializer
  ) throws -> [(precision: Precision, layer: Conv2d)] {
    try Precision.allCases.map { precision in
      let store = ParameterStore(key: RandomKey(seed: 1))
      let layer = try Conv2d(
        6, 8, kernel: 5, stride: 2, padding: 2, bias: false, in: store, "c", weights: weights,
        precision: precision)
      return (precision, layer)
    }
  }

  /// The result, the slope of its squares in the images, and that slope's slope in the weights.
  private func results(_ layer: Conv2d, _ images: Tensor) throws -> [Tensor] {
    let images = try images.clone()
    try images.requireGradient()
    let result = try layer(images)
    let slopes = try gradients(
      of: result.square().sum(), withRespectTo: [images], createGraph: true)
    let slope = try #require(slopes[0])
    let second = try gradients(of: slope.square().sum(), withRespectTo: [layer.weight])
    return try [result, slope, #require(second[0])]
  }

  @Test func `small whole numbers are multiplied exactly in mixed precision`() throws {
    // Results stay below 256, so that they have at most 8 significant bits.
    let images = try Tensor((0..<384).map { Float($0 % 4 - 1) }, shape: [1, 6, 8, 8])
    let results = try pair(.constant(1)).map { try $0.layer(images) }
    #expect(results[1].elementType == .float32)
    #expect(try results[0].floats() == results[1].floats())
  }

  @Test func `a single channel keeps full precision whether or not its images ask for gradients`()
    throws
  {
    let images = try Tensor.normal([4, 1, 16, 16], key: RandomKey(seed: 2))
    let both = try [Precision.full, .mixed].map { precision in
      let store = ParameterStore(key: RandomKey(seed: 1))
      let layer = try Conv2d(
        1, 8, kernel: 5, stride: 2, padding: 2, bias: false, in: store, "c", precision: precision)
      let result = try layer(images)
      try result.square().sum().backward()
      return try ([result, #require(layer.weight.gradient)], results(layer, images))
    }
    for (full, mixed) in zip(both[0].0 + both[0].1, both[1].0 + both[1].1) {
      let error = try (full - mixed).square().sum().floats()[0]
      // Sums of at most 256 products of float32 numbers, in another order.
      #expect(try error <= 1e-10 * full.square().sum().floats()[0])
    }
  }

  @Test func `mixed precision keeps results, slopes and slopes of slopes within a hundredth`()
    throws
  {
    let images = try Tensor.normal([4, 6, 16, 16], key: RandomKey(seed: 2))
    let both = try pair(.normal(mean: 0, deviation: 0.1)).map { try results($0.layer, images) }
    for (full, mixed) in zip(both[0], both[1]) {
      let error = try (full - mixed).square().sum().floats()[0]
      let size = try full.square().sum().floats()[0]
      // Each factor is rounded by at most 2^-9 of itself.
      #expect(error > 0 && error < 1e-4 * size, "relative error \((error / size).squareRoot())")
    }
  }
}
