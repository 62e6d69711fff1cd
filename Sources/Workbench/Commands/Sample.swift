import Catalog
import Figures
import Language
import Torch

/// `sample LEARNER`: images that its generator dreams up.
struct Sample: Command {
  static let count = Parameter("n", .integer(1...1000), default: 10, "number of images")
  static let stream = Parameter(
    "draw", .integer(0...1_000_000), default: 0, "which draw: another number, other images")

  static let card = Card(
    "sample", "draw images from what a learner remembers",
    operands: [.init("learner", .object(["learner"]), "a learner with a generator")],
    parameters: [count, stream], example: "sample ours n=10")

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in workspace: Workspace) throws -> Outcome {
    let learner = try workspace.learner(arguments)
    guard let run = learner.run else {
      throw WorkbenchError("\(learner.name) has learned nothing yet: train \(learner.name) on ...")
    }
    let key = workspace.key(.learner, learner.name)("sample", arguments[Self.stream])
    guard let images = try run.learner.dream(arguments[Self.count], key: key) else {
      throw WorkbenchError("\(learner.name) (\(learner.card.name)) has no generator to sample from")
    }
    let bytes = try (images * 255.0 + 0.5).clamp(0, 255).to(.uint8)
    let shape = run.stream.shape
    let pixels = try bytes.bytes()
    let tiles = stride(from: 0, to: pixels.count, by: shape.count).map {
      Array(pixels[$0..<$0 + shape.count])
    }
    let sheet = try ImageSheet(
      images: tiles, channels: shape.channels, height: shape.height, width: shape.width)
    return Outcome(
      [
        NamedValue("images", .integer(arguments[Self.count])),
        NamedValue("pixels", .text(Digest.text(try bytes.digest()))),
      ], figures: [.images(sheet)])
  }
}
