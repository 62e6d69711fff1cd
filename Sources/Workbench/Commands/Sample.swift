import Catalog
import Figures
import Journal
import Language
import Learning
import Streams
import Torch

/// `sample LEARNER`: images drawn from its generator.
struct Sample: Command {
  static let count = Parameter("n", .integer(1...1000), default: 10, "number of images")
  static let each = Parameter(
    "each", .integer(1...100), default: Int?.none,
    "images per learned class, one class per row, instead of n")
  static let stream = Parameter(
    "draw", .integer(0...1_000_000), default: 0,
    "number of the random stream; a different number gives different images")

  static let card = Card(
    "sample", "generate images with a learner's generator",
    operands: [.init("learner", .object(["learner"]), "a learner with a generator")],
    parameters: [count, each, stream], example: "sample ours n=10",
    elsewhere: ["generate", "dream", "imagine"])

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let learner = try context.workspace.learner(arguments)
    guard let run = learner.run else {
      throw WorkbenchError("\(learner.name) is not trained yet: train \(learner.name) on ...")
    }
    let key = context.workspace.key(.learner, learner.name)("sample", arguments[Self.stream])
    let (images, captions) = try dreams(learner, run, key)
    let bytes = try images.asBytes()
    let sheet = try ImageSheet(bytes, captions: captions, columns: arguments[Self.each])
    return Outcome(
      [
        NamedValue("images", .integer(sheet.images.count)),
        NamedValue("pixels", .text(StateDigest.text(try bytes.digest()))),
      ], figures: [.images(sheet)])
  }

  /// The images, `[count, channels, height, width]` in 0...1, and what stands under them.
  private func dreams(
    _ learner: LearnerObject, _ run: LearningRun, _ key: RandomKey
  ) throws -> (images: Tensor, captions: [String]) {
    guard let each = arguments[Self.each] else {
      guard let images = try run.dream(arguments[Self.count], key: key) else {
        throw WorkbenchError(
          "\(learner.name) (\(learner.card.name)) has no generator to sample from")
      }
      return (images, [])
    }
    let stream = run.stream
    var (rows, captions): ([Tensor], [String]) = ([], [])
    for output in 0..<stream.headSize {
      guard let row = try run.dream(each, of: output, key: key("class", output)) else {
        continue
      }
      rows.append(row)
      // Where outputs stand for several classes in turn, their names would say the wrong thing.
      let name =
        stream.scenario == .domainIncremental
        ? "\(output + 1)" : stream.classNames[stream.order[output]]
      captions += [name] + [String](repeating: "", count: each - 1)
    }
    guard !rows.isEmpty else { throw learner.noDreams }
    return (try Tensor.concatenate(rows, dim: 0), captions)
  }
}
