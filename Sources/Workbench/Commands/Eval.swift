import Catalog
import Figures
import Language
import Streams

/// `eval LEARNER on DATA`: accuracy as the learner stands now.
struct Eval: Command {
  static let split = Parameter(
    "split", .choice(["test", "train", "validation"]), default: "test", "which images")

  static let card = Card(
    "eval", "measure accuracy as a learner stands now",
    operands: [.init("learner", .object(["learner"]), "a learner")],
    prepositions: [.init("on", .object(["data"]), "the data, all of it or one experience (d.2)")],
    parameters: [split], example: "eval ours on d.1")

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in workspace: Workspace) throws -> Outcome {
    let learner = try workspace.learner(arguments)
    let (data, number) = try workspace.experiences(
      arguments.prepositions["on"].flatMap(String.init) ?? "",
      at: arguments.span(.preposition("on")))
    let chosen = try data.stream.experiences.filter { number == nil || $0.index + 1 == number }
      .map { ($0, try images(of: $0, data.name)) }
    let run = try learner.run(on: data, device: workspace.configuration.device)
    var rows: [[Table.Cell]] = []
    var shares: [Double] = []
    var (correct, count) = (0, 0)
    for (experience, images) in chosen {
      let answer = try run.evaluate(experience, images)
      (correct, count) = (correct + answer.correct, count + answer.count)
      shares.append(Double(answer.correct) / Double(answer.count))
      rows.append([
        .integer(experience.index + 1), .number(shares[shares.count - 1], digits: 4),
        .integer(answer.count),
      ])
    }
    return Outcome(
      [
        NamedValue("overall", .number(Double(correct) / Double(max(1, count)))),
        NamedValue("experiences", .numbers(shares)),
      ],
      figures: [
        .table(Table(header: ["experience", "accuracy", "images"], rows: rows)),
        .text("overall \(Format.number(Double(correct) / Double(max(1, count))))"),
      ])
  }

  /// The images that are asked for.
  private func images(of experience: Experience, _ data: String) throws -> ImageSelection {
    let images =
      switch arguments[Self.split] {
      case "train": experience.train
      case "validation": experience.validation
      default: experience.test
      }
    guard let images, images.count > 0 else {
      throw WorkbenchError(
        "\(data) holds no \(arguments[Self.split]) images: declare it with validation=0.1")
    }
    return images
  }
}
