import Foundation
import Models
import Torch

/// Images on the way from one code, or one class, to another.
package struct Interpolation {
  /// The ends of a row: places of two classes in the head; nil: two codes.
  private let classes: (from: Int, to: Int)?
  /// Images in a row.
  let count: Int

  /// `count` images a row, at least 2, between the classes at places `from` and `to`, or between codes.
  package init(_ count: Int, classes: (from: Int, to: Int)? = nil) {
    (self.count, self.classes) = (count, classes)
  }

  /// `rows` times `count` images, `[rows * count, channels, height, width]` in 0...1, row after row.
  ///
  /// Between classes a row has one code, and the shares of the classes change evenly; between codes it
  /// has one class, drawn from `outputs`, and the code turns evenly from one to the other.
  /// Source: White 2016, arXiv:1609.04468, section 2.1 (spherical interpolation).
  package func images(
    _ generator: any Generator, rows: Int, among outputs: Range<Int>, key: RandomKey
  ) throws -> Tensor {
    let space = generator.space
    let steps = (0..<count).map { Double($0) / Double(max(1, count - 1)) }
    return try withoutGradients {
      let images = try (0..<rows).map { row -> Tensor in
        let key = key("row", row)
        let ends = try (0..<2).map {
          try Tensor.normal([1, space.codes], key: key("code", $0), device: space.device)
        }
        let codes = try steps.map {
          classes == nil ? try Self.between(ends[0], ends[1], $0) : ends[0]
        }
        return try generator.images(
          .concatenate(codes, dim: 0), classes: shares(steps, space, outputs, generator, key),
          key: key("noise"))
      }
      return try Tensor.concatenate(images, dim: 0)
    }
  }

  /// `[count, classes]`; nil for an unconditional generator.
  private func shares(
    _ steps: [Double], _ space: CodeSpace, _ outputs: Range<Int>, _ generator: any Generator,
    _ key: RandomKey
  ) throws -> Tensor? {
    guard type(of: generator).isConditional else { return nil }
    func row(_ output: Int) throws -> Tensor {
      try Tensor([output]).to(space.device).oneHot(space.classes)
    }
    guard let classes else {
      let drawn = try Tensor.integers(
        below: max(1, outputs.count), shape: [1], key: key("class")
      ).integers()[0]
      return try .concatenate(steps.map { _ in try row(outputs.lowerBound + drawn) }, dim: 0)
    }
    let (from, to) = (try row(classes.from), try row(classes.to))
    return try .concatenate(steps.map { try from * (1 - $0) + to * $0 }, dim: 0)
  }

  /// The point at share `step` of the arc from `first` to `second`, `[1, codes]` each.
  private static func between(
    _ first: Tensor, _ second: Tensor, _ step: Double
  ) throws -> Tensor {
    let product = try (first * second).sum().item()
    let lengths = try first.norm().item() * second.norm().item()
    let angle = acos(min(1, max(-1, product / max(lengths, 1e-12))))
    guard sin(angle) > 1e-6 else { return try first * (1 - step) + second * step }
    return try first * (sin((1 - step) * angle) / sin(angle))
      + second * (sin(step * angle) / sin(angle))
  }
}

extension LearningRun {
  /// `rows` rows of images between codes or classes of a generator that is trained by itself.
  ///
  /// - Throws: `ModelError` if there is none.
  package func images(
    _ interpolation: Interpolation, rows: Int, among outputs: Range<Int>, key: RandomKey
  ) throws -> Tensor {
    guard !isRehearsal else { return try blank(rows * interpolation.count) }
    guard let training = learner as? GeneratorTraining else {
      throw ModelError("only a generator by itself has codes to go between")
    }
    return try interpolation.images(training.network, rows: rows, among: outputs, key: key)
  }
}
