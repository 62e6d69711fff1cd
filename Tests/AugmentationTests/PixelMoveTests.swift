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
