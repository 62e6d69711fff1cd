import Catalog
import Figures
import Journal
import Language
import Learning

/// `train LEARNER on DATA`: learns the experiences that the learner has not learned yet.
struct Train: Command {
  static let epochs = Parameter(
    "epochs", .integer(1...1_000_000), default: 1, "passes over the images of each experience")
  static let steps = Parameter(
    "steps", .integer(1...1_000_000_000), default: Int?.none,
    "steps per experience, instead of epochs")
  static let batch = Parameter(
    "batch", .integer(1...65_536), default: 128, "images of the current experience per step")
  static let stop = Parameter(
    "stop", .integer(0...1_000_000_000), default: Int?.none,
    "stop after this many steps, as Ctrl-C does")

  static let every = Parameter(
    "measure-every", .integer(1...1_000_000_000), default: Int?.none,
    "also evaluate on the test images of experiences so far after every so many steps")
  static let patience = Parameter(
    "patience", .integer(1...100_000), default: Int?.none,
    "early stopping: epochs without a gain in accuracy on the experience's validation images after "
      + "which its classifier is trained no further")

  static let again = Parameter(
    "again", .flag, default: false,
    "learn the experience that was learned last further, with the epochs or steps that are given; a "
      + "method of which nothing is left to train refuses with the reason")

  /// What is trained, if not all that belongs to an experience.
  enum Part: String, SettingChoice { case only }

  static let head = Parameter(
    "head", default: Part?.none,
    "only: retrain the class head from the learner's memory alone, on generated images of all classes "
      + "so far (and on stored ones, if it stores any)")

  /// What happens at a loss that is not finite.
  enum Divergence: String, SettingChoice { case stop, goOn = "continue" }

  static let diverged = Parameter(
    "diverged", default: Divergence.stop,
    "what to do at the first non-finite loss: stop with an error, or continue")

  static let card = Card(
    "train", "train a learner on the experiences of a data set, one after the other",
    operands: [
      .init("learner", .object(["learner", "generator"]), "a learner, or a generator by itself")
    ],
    prepositions: [
      .init("on", .object(["data"]), "a data set, in full or up to a given experience (d.2)")
    ],
    parameters: [
      epochs, steps, batch, stop, diverged, again, head, every, patience, MeasureNames.parameter,
      MeasureNames.joint,
    ],
    example: "train ours on d epochs=2",
    elsewhere: ["fit"],
    notes: """
      After each experience the learner is tested on the test images of every experience. Ctrl-C \
      stops at the next step and keeps the learner's state; the same command continues from there. \
      A generator is trained in the same way but not tested, and nothing is replayed: to train it on \
      all classes together, use a data set with a single experience, as in data all = digits. \
      head=only leaves what was learned as it is but the class head, which is initialized again; \
      with change between two of them, options of the class head are compared in minutes. Methods \
      that can: \(Learners.retrainable.joined(separator: ", ")). \
      patience= needs data with validation=; phases that train a generator take all their steps. \
      Results, followed by those specific to the learner (see its help):
      \(MeasureNames.help)
      """)

  static let changesObjects = true

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let learner = try context.workspace.trainable(arguments.text(0) ?? "", at: arguments.span(0))
    let (data, number) = try context.workspace.experiences(
      arguments.prepositions["on"].flatMap(String.init) ?? "",
      at: arguments.span(.preposition("on")))
    if let outcome = try context.recorded?.training(learner, on: data, in: context) {
      return outcome
    }
    var end = number ?? data.stream.experiences.count
    if arguments[Self.steps] != nil, arguments.settings.gives(Self.epochs) {
      context.control.warn("steps= is given: epochs= has no effect")
    }
    let run = try learner.run(on: data, device: context.device)
    let isAgain = arguments[Self.again]
    let isHead = arguments[Self.head] == .only
    if isHead { end = try checkHead(learner, run, number) }
    guard run.completed < end || isAgain || isHead else {
      throw WorkbenchError(
        "\(learner.name) has already learned \(number.map { "\(data.name).\($0)" } ?? data.name): "
          + "to train it longer add again=yes; to start over create it again")
    }
    guard !isAgain || run.completed == end || run.reopening.isOpen && run.completed == end - 1
    else {
      throw Diagnostic(
        "\(learner.name) has learned \(run.completed) of these experiences: only the last of them "
          + "can be learned further", at: arguments.span(.option(Self.again.name)),
        suggestion: run.completed > 0
          ? "write train \(learner.name) on \(data.name).\(run.completed) again=yes" : nil)
    }
    let joint = try arguments.joint(for: run, until: end, in: context.workspace)
    try checkPatience(data, min(run.completed, end - 1)..<end)
    return try context.changing(learner) {
      learner.begin(run, on: data)
      learner.standing.training = training
      if isAgain { try run.reopen() }
      if isHead { try run.reopenHead() }
      return try train(learner, on: data, until: end, joint, in: context)
    }
  }

  /// The number of the experience whose class head is to be retrained.
  ///
  /// - Throws: `Diagnostic` if the learner cannot, or not where it stands.
  private func checkHead(
    _ learner: LearnerObject, _ run: LearningRun, _ number: Int?
  ) throws -> Int {
    let span = arguments.span(.option(Self.head.name))
    guard run.learner is any HeadRetraining else {
      throw Diagnostic(
        "\(learner.name) (\(learner.card.name)) has no class head that can be trained from its memory "
          + "alone", at: span,
        suggestion: "methods that have: " + Learners.retrainable.joined(separator: ", "))
    }
    guard !arguments[Self.again] else {
      throw Diagnostic("head=only and again=yes exclude each other", at: span)
    }
    let learned = run.completed + (run.reopening.isHeadOpen ? 1 : 0)
    guard learned > 0, run.step == 0 || run.reopening.isHeadOpen else {
      throw Diagnostic(
        learned == 0
          ? "\(learner.name) has not learned an experience yet: it has no memory to train from"
          : "\(learner.name) is within experience \(run.completed + 1): train it to its end first",
        at: span)
    }
    guard number == nil || number == learned else {
      throw Diagnostic(
        "\(learner.name) has learned \(learned) of these experiences: its class head is trained for all "
          + "of them", at: span, suggestion: "write the data set without a number")
    }
    return learned
  }

  /// - Throws: `Diagnostic` if accuracy is to be watched on validation images that are not there.
  private func checkPatience(_ data: DataObject, _ range: Range<Int>) throws(Diagnostic) {
    guard arguments[Self.patience] != nil,
      data.stream.experiences[range].contains(where: { $0.validation == nil })
    else { return }
    throw Diagnostic(
      "\(data.name) has no validation images for patience= to watch",
      at: arguments.span(.option(Self.patience.name)),
      suggestion: "create it with validation=0.1")
  }

  private func train(
    _ learner: LearnerObject, on data: DataObject, until end: Int, _ joint: AccuracyMatrix?,
    in context: CommandContext
  ) throws -> Outcome {
    let (budget, control) = (Self.budget(arguments), context.control)
    let watch = TrainingWatch(every: arguments[Self.every], patience: arguments[Self.patience])
    let keeper = try TrainingKeeper(
      learner, on: data, until: end, budget: budget, watch: watch, in: context)
    var (done, origin) = keeper?.restore(limit: arguments[Self.stop]) ?? (nil, nil)
    let run = try learner.run(on: data, device: context.device)
    let summary = try run.advance(
      budget, until: end, limit: arguments[Self.stop], watch: watch,
      goesOnDiverged: arguments[Self.diverged] == .goOn, from: done ?? TrainingSummary(),
      clock: control.clock, shouldStop: control.shouldStop,
      keep: { keeper?.keep(run, $0, isExperienceEnd: $1, end: end) }
    ) { progress in
      control.report(
        TrainingReport(learner: learner.name, progress: progress) {
          .accuracies(run.matrix.accuracies, labels: Measures.labels(run.stream), isGrowing: true)
        })
    }
    context.workspace.rehearsal?.add(summary)
    if summary.steps == done?.steps {
      origin = .snapshot(until: nil)
    } else if summary.interrupted {
      keeper?.write(summary)
    }
    learner.standing.training = training
    let values = try self.values(summary, run, joint)
    learner.result = values
    learner.troubles(device: context.device).forEach { control.warn("\(learner.name): \($0)") }
    if let hint = Self.hint(run, budget) { control.warn("\(learner.name): \(hint)") }
    return Outcome(
      values, figures: figures(summary, run, learner), touched: [learner.name],
      stop: summary.interrupted && summary.steps != arguments[Self.stop] ? summary.steps : nil,
      origin: origin)
  }

  /// What to change where the newest experience is hardly learned after the few steps of the default
  /// budget; nil elsewhere.
  private static func hint(_ run: LearningRun, _ budget: Budget) -> String? {
    guard !run.isRehearsal, budget.steps == nil, budget.epochs == 1, run.completed > 0,
      let newest = run.matrix.accuracies.last,
      newest[run.completed - 1] < 0.5
    else { return nil }
    let steps = budget.total(run.stream.experiences[run.completed - 1].train.count)
    return steps < 20
      ? "\(Format.count(steps, "step")) per experience are few; try epochs=5 or a smaller batch="
      : nil
  }

  /// How much the line asks for in each experience.
  static func budget(_ arguments: Arguments) -> Budget {
    Budget(epochs: arguments[epochs], steps: arguments[steps], batch: arguments[batch])
  }

  /// The options that say how much is trained, as tables repeat them.
  private var training: String {
    let names =
      [Self.epochs, Self.batch].map(\.name)
      + [Self.steps.name, Self.patience.name, Self.head.name]
    let given = arguments.resolved.arguments.filter { argument in
      names.contains { argument.role == .option($0) }
    }
    let words = given.map(\.description)
    let isCounted = arguments[Self.steps] != nil || arguments.settings.gives(Self.epochs)
    return ((isCounted ? [] : ["epochs=\(arguments[Self.epochs])"]) + words).joined(separator: " ")
  }

  private func values(
    _ summary: TrainingSummary, _ run: LearningRun, _ joint: AccuracyMatrix?
  ) throws -> [NamedValue] {
    var values = summary.interrupted ? [NamedValue("status", .text("interrupted"))] : []
    var record = run.record
    record.joint = joint
    record.cost.images = summary.images
    record.cost.operations = run.isRehearsal ? 1 : summary.operations
    values += try run.measures(record).map(NamedValue.init)
    var names = arguments[MeasureNames.parameter]
    if arguments[Self.every] != nil { names.add("course") }
    values += names.values(record)
    if summary.diverged > 0 { values.append(NamedValue("diverged", .integer(summary.diverged))) }
    values += [
      NamedValue("loss", .number(summary.loss)), NamedValue("steps", .integer(summary.steps)),
    ]
    let rate = summary.seconds > 0 ? Double(summary.images) / summary.seconds : 0
    return values + [
      NamedValue("images_per_second", .number(rate.rounded()), volatile: true),
      Self.time("time", summary.seconds),
    ] + Self.times(summary)
  }

  /// Seconds of each phase where there are several, and of evaluation.
  private static func times(_ summary: TrainingSummary) -> [NamedValue] {
    let phases = summary.secondsByPhase
    let own =
      phases.count < 2
      ? []
      : phases.map { phase, seconds in
        time("time_" + phase.replacing(" ", with: "_"), seconds)
      }
    return own + [time("time_evaluation", summary.evaluationSeconds)]
  }

  private static func time(_ name: String, _ seconds: Double) -> NamedValue {
    NamedValue(name, .number((seconds * 1000).rounded() / 1000), volatile: true)
  }

  private func figures(
    _ summary: TrainingSummary, _ run: LearningRun, _ learner: LearnerObject
  ) -> [Figure] {
    let words = "\(Format.count(summary.steps, "step")) in \(Format.duration(summary.seconds))"
    let kept =
      "stopped after \(words), at step \(run.step) of experience \(run.completed + 1); "
      + "\(learner.name) keeps its state, and the same command continues from here"
    return Measures.figures(of: run.record, stream: run.stream)
      + (summary.diverged > 0
        ? [.text("diverged: losses of \(Format.count(summary.diverged, "step")) are not finite")]
        : [])
      + [.text(summary.interrupted ? kept : words)]
  }
}
