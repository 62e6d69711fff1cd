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
    "eval", "measure a learner in its current state, and the images that it generates",
    operands: [
      .init(
        "learner", .object(["learner", "generator"]), "a learner; with an oracle, a generator too")
    ],
    prepositions: [
      .init("on", .object(["data"]), "a data set, or one experience of it (d.2)"),
      .init(
        "with", .object(["learner"]), optional: true,
        "an oracle: a learner trained on all real images, to judge generated ones by"),
    ],
    parameters: [split, judge] + SampleJudgement.parameters + [
      MeasureNames.parameter, MeasureNames.joint,
    ], example: "eval ours on d.1",
    elsewhere: ["evaluate", "test", "validate", "score"],
    notes: """
      The data may be others than those that the learner was trained on, or a part of them: classes \
      are matched by name, and images must have the same size. measures= adds measures, computed on \
      the images of split= where they are about answers, as in measures=confusion.
      with ORACLE judges generated images of each learned class; create the oracle as in \
      learner oracle = joint model=net and train it on a data set with split=1. Reported are its own \
      accuracy (oracle_accuracy) and, over its features and the real test images, for each class and \
      on average:
      \(SampleJudgement.help)
      The same for as many real training images is what the best generator could reach (real_...).
      judge=yes reports recognised alone: the share of generated images, 200 per learned class, \
      that an oracle classifier assigns to the class they were generated for. That oracle is a \
      small network trained once per data set on the training images of all experiences together; \
      judge_accuracy is its accuracy on the test images.
      """)

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let learner = try context.workspace.trainable(arguments.text(0) ?? "", at: arguments.span(0))
    let (data, number) = try context.workspace.experiences(
      arguments.prepositions["on"].flatMap(String.init) ?? "",
      at: arguments.span(.preposition("on")))
    let chosen = try data.stream.experiences.filter { number == nil || $0.index + 1 == number }
      .map { ($0, try images(of: $0, data.name)) }
    let other = learner.run.flatMap { LearnerObject.isSame($0.stream, data.stream) ? nil : $0 }
    let run = try other ?? learner.run(on: data, device: context.device)
    guard learner.kind == .learner else {
      return try generator(learner, run, Set(chosen.map(\.0.index)), isOther: other != nil, context)
    }
    let answers = try chosen.map { experience, images in
      try other == nil ? run.evaluate(experience, images) : run.evaluate(images, of: data.stream)
    }
    var outcome = accuracy(chosen.map(\.0), answers, isOther: other != nil)
    try measure(run, chosen.map(\.0), answers, isOther: other != nil, context, into: &outcome)
    if arguments[Self.judge] || arguments.prepositions["with"] != nil {
      let experiences = try judged(run, Set(chosen.map(\.0.index)), isOther: other != nil)
      let found =
        arguments.prepositions["with"] == nil
        ? try judge(run, data, experiences, context)
        : try SampleJudgement(arguments).outcome(run, learner, experiences, context)
      outcome.values += found.values
      outcome.figures += found.figures
      try keep(outcome.values, of: learner, in: context)
    }
    return outcome
  }

  /// What the oracle finds in images of a generator that is trained by itself.
  private func generator(
    _ generator: LearnerObject, _ run: LearningRun, _ chosen: Set<Int>, isOther: Bool,
    _ context: CommandContext
  ) throws -> Outcome {
    guard arguments.prepositions["with"] != nil else {
      throw Diagnostic(
        "a generator has no accuracy", at: arguments.span(0),
        suggestion:
          "judge its images: eval \(generator.name) on \(arguments.prepositions["on"]?.description ?? "d") with ORACLE"
      )
    }
    let experiences = try judged(run, chosen, isOther: isOther)
    let found = try SampleJudgement(arguments).outcome(run, generator, experiences, context)
    try keep(found.values, of: generator, in: context)
    return found
  }

  /// Accuracies of each experience and of all together.
  private func accuracy(
    _ experiences: [Experience], _ answers: [AnswerCounts], isOther: Bool
  ) -> Outcome {
    let shares = answers.map { Double($0.correct) / Double($0.count) }
    let sum = AnswerCounts.sum(answers)
    let overall = Double(sum.correct) / Double(max(1, sum.count))
    let rows = zip(experiences, answers).enumerated().map { place, pair -> [Table.Cell] in
      [
        .integer(pair.0.index + 1), .number(shares[place], digits: 4), .integer(pair.1.count),
      ]
    }
    var figures: [Figure] = [
      .table(Table(header: ["experience", "accuracy", "images"], rows: rows)),
      .text("overall \(Format.number(overall))"),
    ]
    if isOther {
      figures.append(.text("not the data that it was trained on: classes are matched by name"))
    }
    if sum.unanswered > 0 {
      figures.append(
        .text(
          "scores of \(Format.count(sum.unanswered, "image")) are not finite: counted as wrong"))
    }
    return Outcome(
      [NamedValue("overall", .number(overall)), NamedValue("experiences", .numbers(shares))],
      figures: figures)
  }

  /// Adds what `measures=` asks for.
  private func measure(
    _ run: LearningRun, _ experiences: [Experience], _ answers: [AnswerCounts], isOther: Bool,
    _ context: CommandContext, into outcome: inout Outcome
  ) throws {
    var history = run.record
    history.joint = try arguments.joint(for: run, until: run.completed, in: context.workspace)
    let record = EvaluationRecord(
      history, outputs: isOther ? [] : experiences.map(\.outputs),
      classes: run.stream.experiences.prefix(run.completed).map(\.outputs.upperBound).max() ?? 0,
      answers: answers)
    let names = arguments[MeasureNames.parameter]
    outcome.values += names.values(record)
    guard let (sum, classes) = record.newest else { return }
    if names.names.contains("confusion") {
      outcome.figures += Views.figures(of: sum, classes: classes, stream: run.stream)
    }
    if names.names.contains("classes") {
      outcome.figures.append(Views.table(of: sum, classes: classes, stream: run.stream))
    }
  }

  /// Has the learner keep what an oracle found.
  private func keep(
    _ values: [NamedValue], of learner: LearnerObject, in context: CommandContext
  ) throws {
    try context.timeline?.willChange(learner)
    learner.judged(values.filter { SampleJudgement.kept.contains($0.name) })
  }

  func recalled(_ values: [NamedValue], in context: CommandContext) throws {
    guard arguments[Self.judge] || arguments.prepositions["with"] != nil else { return }
    try keep(
      values,
      of: context.workspace.trainable(arguments.text(0) ?? "", at: arguments.span(0)), in: context)
  }

  /// The learner's experiences whose generated images are judged: the ones that were named, or all
  /// that are learned.
  ///
  /// - Throws: `WorkbenchError` if the data are not those of the learner.
  private func judged(
    _ run: LearningRun, _ chosen: Set<Int>, isOther: Bool
  ) throws -> [Experience] {
    guard !isOther else {
      throw WorkbenchError(
        "generated images are judged on the data that the learner was trained on, not on other data"
      )
    }
    return run.stream.experiences.filter { chosen.contains($0.index) }
  }

  /// What the oracle classifier of `data` finds in generated images of the classes of `experiences`.
  private func judge(
    _ run: LearningRun, _ data: DataObject, _ experiences: [Experience], _ context: CommandContext
  ) throws -> Outcome {
    let outputs = Set(experiences.flatMap(\.outputs))
    let key = context.workspace.key(.learner, arguments.text(0) ?? "")("judged")
    guard try run.dream(1, of: 0, key: key) != nil else {
      throw try context.workspace.learner(arguments).noDreams
    }
    let judge = try data.judge(
      device: context.device, isRehearsal: run.isRehearsal, shouldStop: context.control.shouldStop)
    let judged = try judge.recognised(run, key: key).filter { outputs.contains($0.output) }
    let mean = judged.map(\.share).reduce(0, +) / Double(max(1, judged.count))
    let values = [
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
    return Outcome(
      values,
      figures: [
        .table(Table(header: ["class", "recognised", "images"], rows: rows)),
        .text(
          "recognised \(Format.number(mean)); accuracy of the oracle classifier "
            + Format.number(judge.accuracy)),
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
        "\(data) has no \(arguments[Self.split]) images: create it with validation=0.1")
    }
    return images
  }
}
