import Foundation
import Torch

/// Differentiable augmentation of all images that a discriminator sees: each transformation is applied
/// to each image with the same probability.
///
/// Images are in -1...1. Strengths and order are those of the authors' code: flips, rotations by 90
/// degrees, integer translations (to 1/8), scale 2^N(0, 0.2), rotation before and after unequal scale
/// 2^N(0, 0.2), fractional translations N(0, 1/8); brightness N(0, 0.2), contrast 2^N(0, 0.5), luma flip,
/// hue, saturation 2^N(0, 1). Images are interpolated linearly, where the paper filters them with
/// wavelets before and after.
/// Source: Karras et al. 2020, arXiv:2006.06676, appendix B.
package struct DiscriminatorAugmentation: Sendable {
  /// A set of transformations.
  package struct Kinds: OptionSet, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let mirroring = Kinds(rawValue: 1)
    package static let quarterTurns = Kinds(rawValue: 2)
    package static let wholeShifts = Kinds(rawValue: 4)
    package static let scales = Kinds(rawValue: 8)
    package static let rotations = Kinds(rawValue: 16)
    package static let fractionalShifts = Kinds(rawValue: 32)
    /// Brightness, contrast, luma flip, hue and saturation.
    package static let colour = Kinds(rawValue: 64)

    /// Those that move whole pixels.
    package static let pixels: Kinds = [.mirroring, .quarterTurns, .wholeShifts]
    /// Those that interpolate between pixels.
    package static let geometry: Kinds = [.scales, .rotations, .fractionalShifts]
    /// All of them.
    package static let all: Kinds = [.pixels, .geometry, .colour]
    /// Those without flips and rotations, which would turn a digit into another one.
    package static let upright: Kinds = [.wholeShifts, .scales, .fractionalShifts, .colour]
  }

  package let kinds: Kinds

  package init(_ kinds: Kinds = .all) { self.kinds = kinds }

  /// `images`, `[batch, channels, height, width]`, each transformed by itself.
  package func callAsFunction(
    _ images: Tensor, probability: Double, key: RandomKey
  ) throws -> Tensor {
    let shape = images.shape
    guard probability > 0, shape.count == 4, shape[0] > 0 else { return images }
    let draws = (0..<shape[0]).map {
      draw(height: shape[2], width: shape[3], probability, key: key("image", $0))
    }
    let moved = try PixelMove.apply(draws.map(\.move), to: images)
    let turned = try AffineMap.apply(draws.map(\.map), to: moved)
    return try ColourMap.apply(draws.map(\.colour), to: turned)
  }

  /// The transformations of one image.
  private func draw(
    height: Int, width: Int, _ probability: Double, key: RandomKey
  ) -> (move: PixelMove, map: AffineMap, colour: ColourMap) {
    (
      move(height, width, probability, RandomDraws(key("pixels"))),
      map(height, width, probability, RandomDraws(key("geometry"))),
      kinds.contains(.colour)
        ? Self.colour(probability, RandomDraws(key("colour"))) : .identity
    )
  }

  // Transformations that are not among the kinds are drawn as well, so that the others do not depend
  // on the kinds.

  private func move(
    _ height: Int, _ width: Int, _ probability: Double, _ draws: RandomDraws
  ) -> PixelMove {
    var draws = draws
    var (drawn, move) = (PixelMove(), PixelMove())
    if draws.chance(probability) { drawn.isMirrored = draws.chance(0.5) }
    if draws.chance(probability) {
      let turns = draws.integer(in: 0...3)
      drawn.quarterTurns = height == width ? turns : turns / 2 * 2
    }
    if draws.chance(probability) {
      drawn.right = Int(((draws.uniform() - 0.5) * Double(width) / 4).rounded())
      drawn.down = Int(((draws.uniform() - 0.5) * Double(height) / 4).rounded())
    }
    if kinds.contains(.mirroring) { move.isMirrored = drawn.isMirrored }
    if kinds.contains(.quarterTurns) { move.quarterTurns = drawn.quarterTurns }
    if kinds.contains(.wholeShifts) { (move.right, move.down) = (drawn.right, drawn.down) }
    return move
  }

  private func map(
    _ height: Int, _ width: Int, _ probability: Double, _ draws: RandomDraws
  ) -> AffineMap {
    var draws = draws
    var map = AffineMap.identity
    func add(_ kind: Kinds, _ change: AffineMap) {
      if kinds.contains(kind) { map = map.then(change) }
    }
    // At least one of the two rotations is applied with the probability.
    let turning = 1 - (1 - probability).squareRoot()
    func angle() -> Double { (draws.uniform() * 2 - 1) * .pi }
    if draws.chance(probability) {
      let factor = exp2(draws.normal() * 0.2)
      add(.scales, .scaling(x: factor, y: factor))
    }
    if draws.chance(turning) { add(.rotations, .rotation(angle())) }
    if draws.chance(probability) {
      let factor = exp2(draws.normal() * 0.2)
      add(.scales, .scaling(x: factor, y: 1 / factor))
    }
    if draws.chance(turning) { add(.rotations, .rotation(angle())) }
    if draws.chance(probability) {
      let (right, down) = (draws.normal() / 8, draws.normal() / 8)
      add(.fractionalShifts, .shift(right: right * Double(width), down: down * Double(height)))
    }
    return map
  }

  private static func colour(_ probability: Double, _ draws: RandomDraws) -> ColourMap {
    var draws = draws
    var colour = ColourMap.identity
    if draws.chance(probability) { colour = colour.then(.brightness(draws.normal() * 0.2)) }
    if draws.chance(probability) { colour = colour.then(.contrast(exp2(draws.normal() * 0.5))) }
    if draws.chance(probability), draws.chance(0.5) { colour = colour.then(.lumaFlip) }
    if draws.chance(probability) {
      colour = colour.then(.hue((draws.uniform() * 2 - 1) * .pi))
    }
    if draws.chance(probability) { colour = colour.then(.saturation(exp2(draws.normal()))) }
    return colour
  }
}
