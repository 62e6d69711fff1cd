import Foundation
import Testing
import Torch

@testable import Augmentation

@Suite struct RandomJitterTests {
  private let key = RandomKey(seed: 8)

  @Test func `a jitter without reach changes nothing and the key alone says what a jitter does`()
    throws
  {
    let images = try Tensor.normal([6, 1, 4, 4], key: key)
    let still = try RandomJitter(contrast: 0, brightness: 0)(images, key: key)
    #expect(try still.floats() == images.floats())
    let once = try RandomJitter()(images, key: key).floats()
    #expect(try RandomJitter()(images, key: key).floats() == once)
    #expect(try RandomJitter()(images, key: key("other")).floats() != once)
  }

  @Test func `contrast and brightness have their deviations and are one for an image`() throws {
    // Two pixels, at 0 and 1, show brightness and contrast.
    let images = try Tensor([Double](repeating: 0, count: 4000), shape: [4000, 1, 1, 1])
    let dark = try RandomJitter()(images, key: key).doubles()
    let light = try RandomJitter()(images + 1, key: key).doubles()
    let brightness = dark.map { $0 * $0 }.reduce(0, +) / 4000
    #expect(abs(brightness.squareRoot() - 0.3) < 0.02)
    let contrast = zip(light, dark).map { log2($0 - $1) }.map { $0 * $0 }.reduce(0, +) / 4000
    #expect(abs(contrast.squareRoot() - 0.5) < 0.03)
  }
}
