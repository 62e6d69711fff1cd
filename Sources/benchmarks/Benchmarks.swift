import ArgumentParser
import Foundation
import Torch

/// One measurement in a process of its own.
///
/// Prints its values; `Scripts/bench` repeats and collects.
@main
struct Benchmarks: ParsableCommand {
  enum Name: String, ExpressibleByArgument, CaseIterable {
    case stepMLP = "step-mlp"
    case stepGAN = "step-dcgan"
    case stepResNet = "step-resnet18"
    case stepGeniferFirst = "step-genifer-first"
    case stepGeniferLater = "step-genifer-later"
    case stepGeniferGame = "step-genifer-game"
    case sgemm
    case parse
    case growthSteps = "growth-steps"
    case growthDeclarations = "growth-redeclarations"
    /// Not a measurement: what the reader of images makes of files.
    case pixels
  }

  @Argument(help: "What to measure.") var name: Name
  @Argument(help: "PNG and JPEG files, for pixels.") var files: [String] = []
  @Option(help: "Compute threads.") var threads = 2
  @Option(help: "Vector instructions.") var instructions = InstructionSet.avx2
  @Option(help: "Number of steps; the median is reported.") var steps: Int?
  @Flag(help: "Genifer at its published widths, not at a quarter of them.") var full = false
  @Option(help: "The session to parse.") var file: String?

  func validate() throws {
    guard name == .pixels || files.isEmpty else {
      throw ValidationError("files are for pixels")
    }
    guard name != .parse || file != nil else { throw ValidationError("parse needs --file") }
    guard (1...1_000_000).contains(steps ?? 1) else {
      throw ValidationError("--steps takes a number from 1 to 1000000")
    }
  }

  func run() throws {
    guard name != .pixels else { return Pixels.lines(files).forEach { print($0) } }
    print(try measure().map { "\($0)" }.joined(separator: " "))
  }

  /// Milliseconds and GFLOP of a step, GFLOP/s of a matrix product, percent of growth.
  private func measure() throws -> [Double] {
    // The parser needs no libtorch, and a process must not end while it is being opened.
    if name != .parse {
      Backend.start(Backend.Configuration(threads: threads, instructions: instructions))
    }
    switch name {
    case .stepMLP: return try cost(300, of: TrainingSteps.perceptron())
    case .stepGAN: return try cost(20, of: TrainingSteps.adversarial())
    case .stepResNet: return try cost(10, of: TrainingSteps.residual())
    case .stepGeniferFirst: return try cost(40, of: GeniferSteps(isFull: full).first())
    case .stepGeniferLater: return try cost(30, of: GeniferSteps(isFull: full).later())
    case .stepGeniferGame:
      return try cost(3, of: GeniferSteps(isFull: full).round()).map {
        $0 / Double(GeniferSteps.round)
      }
    case .sgemm: return [try MatrixProduct.rate()]
    case .growthSteps: return [try MemoryGrowth.steps()]
    case .growthDeclarations: return [try MemoryGrowth.declarations()]
    case .pixels: return []
    case .parse: return [try Parsing.milliseconds(file: file ?? "")]
    }
  }

  /// Median milliseconds of a step, and its GFLOP in matrix products and convolutions.
  private func cost(_ count: Int, of step: () throws -> Void) throws -> [Double] {
    let milliseconds = try TrainingSteps.median(steps ?? count, of: step)
    return [milliseconds, 2e-9 * Double(try multiplications(in: step))]
  }
}

extension InstructionSet: ExpressibleByArgument {}
