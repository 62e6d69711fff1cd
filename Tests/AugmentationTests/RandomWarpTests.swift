import Testing
import Torch

@testable import Augmentation

@Suite struct RandomWarpTests {
  private let key = RandomKey(seed: 6)

  @Test func `a warp without reach changes nothing and the key alone says what a warp does`() throws
  {
    let images = try Tensor.normal([6, 1, 8, 8], key: key)
    let still = try RandomWarp(turn: 0, scale: 0, slant: 0, shift: 0)(images, key: key)
    #expect(try still.floats() == images.floats())
    let once = try RandomWarp()(images, key: key).floats()
    #expect(try RandomWarp()(images, key: key).floats() == once)
    #expect(try RandomWarp()(images, key: key("other")).floats() != once)
  }

  @Test func `a point stays within the reach of its warp`() throws {
    let dot = try Tensor.zeros([200, 1, 33, 33])
    try dot.narrow(dim: 2, start: 16, count: 1).narrow(dim: 3, start: 16, count: 1).add(inPlace: 1)
    let warped = try RandomWarp(shift: 0.1)(dot, key: key)
    // The centre moves by the shift alone: at most 3.3 pixels, and one for the interpolation.
    let far = try warped.narrow(dim: 2, start: 0, count: 12).abs().sum().item()
    #expect(far == 0)
    let places = Set(try warped.flatten(from: 1).argmax(dim: 1).integers())
    #expect(places.count > 20)
  }
}
