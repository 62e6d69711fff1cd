import Testing
import Torch

@testable import Augmentation

/// Changes of whole pixels, against what they are by hand.
@Suite struct PixelMoveTests {
  /// Three rows: 1 2 3, 4 5 6, 7 8 9.
  private func square() throws -> Tensor {
    try Tensor((1...9).map { Float($0) }, shape: [1, 1, 3, 3])
  }

  static let moves: [(move: PixelMove, border: PixelMove.Border, pixels: [Float])] = [
    (PixelMove(), .mirror, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
    (PixelMove(isMirrored: true), .mirror, [3, 2, 1, 6, 5, 4, 9, 8, 7]),
    (PixelMove(quarterTurns: 1), .mirror, [3, 6, 9, 2, 5, 8, 1, 4, 7]),
    (PixelMove(quarterTurns: 2), .mirror, [9, 8, 7, 6, 5, 4, 3, 2, 1]),
    (PixelMove(quarterTurns: 3), .mirror, [7, 4, 1, 8, 5, 2, 9, 6, 3]),
    (PixelMove(quarterTurns: -1), .mirror, [7, 4, 1, 8, 5, 2, 9, 6, 3]),
    (PixelMove(isMirrored: true, quarterTurns: 1), .mirror, [1, 4, 7, 2, 5, 8, 3, 6, 9]),
    (PixelMove(right: 1), .mirror, [2, 1, 2, 5, 4, 5, 8, 7, 8]),
    (PixelMove(right: 1), .edge, [1, 1, 2, 4, 4, 5, 7, 7, 8]),
    (PixelMove(down: -1), .mirror, [4, 5, 6, 7, 8, 9, 4, 5, 6]),
    (PixelMove(down: -1), .edge, [4, 5, 6, 7, 8, 9, 7, 8, 9]),
    (PixelMove(quarterTurns: 1, right: 1), .edge, [3, 3, 6, 2, 2, 5, 1, 1, 4]),
    (PixelMove(right: .max, down: .min), .edge, [7, 7, 7, 7, 7, 7, 7, 7, 7]),
    (PixelMove(right: 4), .mirror, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
  ]

  @Test(arguments: moves)
  func `whole pixels move exactly`(
    example: (move: PixelMove, border: PixelMove.Border, pixels: [Float])
  ) throws {
    let moved = try PixelMove.apply([example.move], to: square(), border: example.border)
    #expect(try moved.floats() == example.pixels)
  }

  @Test func `each image moves by itself and its channels together`() throws {
    let images = try Tensor.normal([3, 2, 4, 4], key: RandomKey(seed: 1))
    let moves = [PixelMove(), PixelMove(isMirrored: true), PixelMove(quarterTurns: 1, down: 1)]
    let together = try PixelMove.apply(moves, to: images)
    for (index, move) in moves.enumerated() {
      for channel in 0..<2 {
        let one = try images.narrow(dim: 0, start: index, count: 1)
          .narrow(dim: 1, start: channel, count: 1)
        let moved = try together.narrow(dim: 0, start: index, count: 1)
          .narrow(dim: 1, start: channel, count: 1)
        #expect(try PixelMove.apply([move], to: one).floats() == moved.floats())
      }
    }
  }

  @Test func `images that are not square are not turned by a right angle`() throws {
    let images = try Tensor([1, 2, 3, 4, 5, 6].map { Float($0) }, shape: [1, 1, 2, 3])
    let half = try PixelMove.apply([PixelMove(quarterTurns: 2)], to: images)
    #expect(try half.floats() == [6, 5, 4, 3, 2, 1])
    #expect(throws: TorchError.self) {
      try PixelMove.apply([PixelMove(quarterTurns: 1)], to: images)
    }
    #expect(throws: TorchError.self) { try PixelMove.apply([], to: images) }
  }
}

/// Interpolated changes, where they must agree with exact ones.
@Suite struct AffineMapTests {
  private let images: Tensor

  init() throws {
    images = try Tensor.normal([1, 2, 6, 6], key: RandomKey(seed: 2), type: .float64)
  }

  @Test(arguments: 0..<4)
  func `a rotation by right angles is the exact one`(turns: Int) throws {
    let turned = try AffineMap.apply([.rotation(.pi / 2 * Double(turns))], to: images)
    try near(turned, PixelMove.apply([PixelMove(quarterTurns: turns)], to: images))
  }

  @Test func `two halves of a rotation are the whole`() throws {
    let map = AffineMap.rotation(.pi / 4).then(.rotation(.pi / 4))
    try near(
      AffineMap.apply([map], to: images),
      PixelMove.apply([PixelMove(quarterTurns: 1)], to: images))
  }

  @Test func `a whole shift moves the inside exactly`() throws {
    let shifted = try AffineMap.apply([.shift(right: 2, down: -1)], to: images)
    let exact = try PixelMove.apply([PixelMove(right: 2, down: -1)], to: images)
    func inside(_ images: Tensor) throws -> Tensor {
      try images.narrow(dim: 2, start: 0, count: 5).narrow(dim: 3, start: 2, count: 4)
    }
    try near(inside(shifted), inside(exact))
  }

  @Test func `half a pixel is the mean of two neighbours`() throws {
    let row = try Tensor([1.0, 2, 4, 8], shape: [1, 1, 1, 4])
    let shifted = try AffineMap.apply([.shift(right: 0.5, down: 0)], to: row)
    // The mirror lies at the outer edge of the first pixel.
    try near(shifted, Tensor([1.0, 1.5, 3, 6], shape: [1, 1, 1, 4]))
  }

  @Test func `scaling by two shows the middle half`() throws {
    let row = try Tensor([0.0, 1, 2, 3], shape: [1, 1, 1, 4])
    let scaled = try AffineMap.apply([.scaling(x: 2, y: 1)], to: row)
    try near(scaled, Tensor([0.75, 1.25, 1.75, 2.25], shape: [1, 1, 1, 4]))
  }

  @Test func `a slant moves each row by its place below the centre`() throws {
    let images = try Tensor.normal([1, 1, 3, 7], key: RandomKey(seed: 5), type: .float64)
    let slanted = try AffineMap.apply([.slant(1)], to: images)
    for (row, right) in [(0, -1), (1, 0), (2, 1)] {
      let exact = try PixelMove.apply([PixelMove(right: right)], to: images)
      func inside(_ images: Tensor) throws -> Tensor {
        try images.narrow(dim: 2, start: row, count: 1).narrow(dim: 3, start: 1, count: 5)
      }
      try near(inside(slanted), inside(exact))
    }
  }

  @Test func `changes come one after the other`() throws {
    let map = AffineMap.shift(right: 1, down: 0).then(.rotation(.pi / 2))
    let exact = try PixelMove.apply(
      [PixelMove(quarterTurns: 1)], to: PixelMove.apply([PixelMove(right: 1)], to: images))
    let found = try AffineMap.apply([map], to: images)
    // Turning brings the column that came in from outside to the bottom.
    try near(
      found.narrow(dim: 2, start: 0, count: 5), exact.narrow(dim: 2, start: 0, count: 5))
  }

  @Test func `an image that is not changed stays as it is to the bit among others`() throws {
    let images = try Tensor.normal([3, 1, 5, 5], key: RandomKey(seed: 3))
    let found = try AffineMap.apply([.identity, .rotation(1), .identity], to: images)
    for index in [0, 2] {
      #expect(
        try found.select(dim: 0, index).floats() == images.select(dim: 0, index).floats())
    }
    #expect(try found.select(dim: 0, 1).floats() != images.select(dim: 0, 1).floats())
  }

  private func near(_ found: Tensor, _ expected: Tensor) throws {
    #expect(found.shape == expected.shape)
    for (one, other) in zip(try found.doubles(), try expected.doubles()) {
      #expect(abs(one - other) < 1e-12)
    }
  }
}

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
