import Testing
import Torch

@testable import Augmentation

/// Colour changes against their closed forms.
@Suite struct ColourMapTests {
  private func change(_ map: ColourMap, _ colour: [Double]) throws -> [Double] {
    try ColourMap.apply([map], to: Tensor(colour, shape: [1, colour.count, 1, 1])).doubles()
  }

  static let worked: [(map: ColourMap, colour: [Double], result: [Double])] = [
    (.brightness(0.25), [0.5, -0.5, 0], [0.75, -0.25, 0.25]),
    (.contrast(2), [0.5, -0.25, 0], [1, -0.5, 0]),
    // Grey axis mirrored: c - 2 mean(c).
    (.lumaFlip, [0.6, 0.3, 0], [0, -0.3, -0.6]),
    // A third of a turn exchanges the channels in a ring.
    (.hue(2 * .pi / 3), [0.1, 0.2, 0.3], [0.3, 0.1, 0.2]),
    (.hue(.pi), [1, 0, 0], [-1.0 / 3, 2.0 / 3, 2.0 / 3]),
    (.saturation(0), [0.6, 0.3, 0], [0.3, 0.3, 0.3]),
    (.saturation(2), [0.6, 0.3, 0], [0.9, 0.3, -0.3]),
    (.brightness(0.5).then(.contrast(2)), [0.1, 0, 0], [1.2, 1, 1]),
    (.contrast(2).then(.brightness(0.5)), [0.1, 0, 0], [0.7, 0.5, 0.5]),
    (.brightness(0.25), [0.5], [0.75]), (.contrast(2), [0.25], [0.5]),
    (.lumaFlip, [0.25], [-0.25]), (.saturation(3), [0.25], [0.25]), (.hue(1), [0.25], [0.25]),
    (.contrast(3), [1, 2], [1, 2]),
  ]

  @Test(arguments: worked)
  func `colours become what they are by hand`(
    example: (map: ColourMap, colour: [Double], result: [Double])
  ) throws {
    for (found, expected) in zip(try change(example.map, example.colour), example.result) {
      #expect(abs(found - expected) < 1e-12, "\(found), not \(expected)")
    }
  }

  @Test func `black, grey and white have no hue and no saturation`() throws {
    for value in [-1.0, 0, 0.7] {
      for map in [ColourMap.hue(1.1), .saturation(1.7)] {
        for found in try change(map, [value, value, value]) { #expect(abs(found - value) < 1e-12) }
      }
    }
  }
}
