import Testing

@testable import Torch

@Suite struct GradientClipTests {
  @Test func `gradients are scaled down together to the largest norm, and smaller ones stay`()
    throws
  {
    func gradients(limit: Double) throws -> [Float] {
      let stores = [
        ParameterStore(key: RandomKey(seed: 1)), ParameterStore(key: RandomKey(seed: 2)),
      ]
      let first = try stores[0].parameter("a", [1], .ones)
      let second = try stores[1].parameter("b", [1], .ones)
      // The norm of (3, 4) is 5.
      try (first * 3.0 + second * 4.0).sum().backward()
      try GradientClip.clip(stores, to: limit)
      return try [first, second].flatMap { try $0.gradient?.floats() ?? [] }
    }
    #expect(try gradients(limit: 10) == [3, 4])
    let clipped = try gradients(limit: 2.5)
    #expect(abs(clipped[0] - 1.5) < 1e-5 && abs(clipped[1] - 2) < 1e-5)
  }
}
