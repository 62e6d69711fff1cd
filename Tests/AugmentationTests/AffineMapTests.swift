import Testing
import Torch

@testable import Augmentation

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
