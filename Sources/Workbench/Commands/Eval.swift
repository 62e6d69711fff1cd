import Catalog
import Figures
import Journal
import Language
import Learning
import Streams

/// `eval LEARNER on DATA`: accuracy in the learner's current state.
struct Eval: Command {
  static let split = Parameter(
    "split", .choice(["test", "train", "validation"]), default: "test", "images to evaluate on")

  static let judge = Parameter(
    "judge", .flag, default: false,
    "also have an oracle classifier judge generated images of each class")

  static let card = Card(
    "eval", "measure a learner's accuracy in its current state",
    operands: [.init("learner", .object(["learner"]), "a learner")],
    prepositions: [.init("on", .object(["data"]), "a data set, or one experience of it (d.2)")],
    parameters: [split, judge, MeasureNames.parameter], example: "eval ours on d.1",
    elsewhere: ["evaluate", "test", "validate", "score"],
    notes: """
      judge=yes also reports recognised: the share of generated images, 200 per learned class, \
      that an oracle classifier assigns to the class they were generated for. The oracle is a \
      small network trained once per data set on the training images of all experiences together; \
      judge_accuracy is its accuracy on the test images. measures= adds measures computed on the \
      images of split=, as in measures=confusion.
      """)

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let learner = try context.workspace.learner(arguments)
    let (data, number) = try context.workspace.experiences(
      arguments.prepositions["on"].flatMap(String.init) ?? "",
      at: arguments.span(.preposition("on")))
    let chosen = try data.stream.experiences.filter { number == nil || $0.index + 1 == number }
      .map { ($0, try images(of: $0, data.name)) }
    let run = try learner.run(on: data, device: context.device)
    var rows: [[Table.Cell]] = []
    var shares: [Double] = []
    var answers: [AnswerCounts] = []
    var (correct, count) = (0, 0)
    for (experience, images) in chosen {
      let answer = try run.evaluate(experience, images)
      answers.append(answer)
      (correct, count) = (correct + answer.correct, count + answer.count)
      shares.append(Double(answer.correct) / Double(answer.count))
      rows.append([
        .integer(experience.index + 1), .number(shares[shares.count - 1], digits: 4),
        .integer(answer.count),
      ])
    }
    var outcome = Outcome(
      [
        NamedValue("overall", .number(Double(correct) / Double(max(1, count)))),
        NamedValue("experiences", .numbers(shares)),
      ],
      figures: [
        .table(Table(header: ["experience", "accuracy", "images"], rows: rows)),
        .text("overall \(Format.number(Double(correct) / Double(max(1, count))))"),
      ])
    let record = EvaluationRecord(
      scenario: data.stream.scenario, of: chosen.map(\.0),
      classes: data.stream.experiences.prefix(run.completed).map(\.outputs.upperBound).max() ?? 0,
      answers: answers)
    outcome.values += arguments[MeasureNames.parameter].values(record)
    let unanswered = answers.reduce(0) { $0 + $1.unanswered }
    if unanswered > 0 {
      outcome.figures.append(
        .text("scores of \(Format.count(unanswered, "image")) are not finite: counted as wrong"))
    }
    if arguments[Self.judge] {
      let classes = chosen.flatMap(\.0.outputs)
      try judge(run, data, Set(classes), context, into: &outcome)
      try keep(outcome.values, of: learner, in: context)
    }
    return outcome
  }

  /// Has the learner keep what the oracle classifier found.
  private func keep(
    _ values: [NamedValue], of learner: LearnerObject, in context: CommandContext
  ) throws {
    try context.timeline?.willChange(learner)
    learner.judged(values.filter { $0.name == LearningRun.recognised })
  }

  func recalled(_ values: [NamedValue], in context: CommandContext) throws {
    guard arguments[Self.judge] else { return }
    try keep(values, of: context.workspace.learner(arguments), in: context)
  }

  /// Adds what the oracle classifier of `data` finds in generated images of the classes at places
  /// `outputs`.
  private func judge(
    _ run: LearningRun, _ data: DataObject, _ outputs: Set<Int>, _ context: CommandContext,
    into outcome: inout Outcome
  ) throws {
    let key = context.workspace.key(.learner, arguments.text(0) ?? "")("judged")
    guard try run.dream(1, of: 0, key: key) != nil else {
      throw try context.workspace.learner(arguments).noDreams
    }
    let judge = try data.judge(
      device: context.device, isRehearsal: run.isRehearsal, shouldStop: context.control.shouldStop)
    let judged = try judge.recognised(run, key: key).filter { outputs.contains($0.output) }
    let mean = judged.map(\.share).reduce(0, +) / Double(max(1, judged.count))
    outcome.values += [
      NamedValue(LearningRun.recognised, .number(mean)),
      NamedValue("recognised_by_class", .numbers(judged.map(\.share))),
      NamedValue("judge_accuracy", .number(judge.accuracy)),
    ]
    let rows = judged.map { output, share -> [Table.Cell] in
      [
        .text(data.stream.classNames[data.stream.order[output]]), .number(share, digits: 4),
        .integer(Judge.count),
      ]
    }
    outcome.figures += [
      .table(Table(header: ["class", "recognised", "images"], rows: rows)),
      .text(
        "recognised \(Format.number(mean)); accuracy of the oracle classifier "
          + Format.number(judge.accuracy)),
    ]
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
        "\(data) has no \(arguments[Self.split]) images: create it with validation=0.1")
    }
    return images
  }
}
