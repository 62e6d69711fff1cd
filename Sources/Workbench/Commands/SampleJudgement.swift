import Catalog
import Figures
import Journal
import Language
import Learning
import Models
import Streams
import Torch

/// `eval LEARNER on DATA with ORACLE`: what generated images are worth.
struct SampleJudgement {
  static let count = Parameter(
    "samples", .integer(2...5000), default: 200, "generated images of each class that are judged")
  static let trains = Parameter(
    "cas", .flag, default: false,
    "with an oracle: also train a classifier on the generated images alone and test it on real ones"
  )
  static let since = Parameter(
    "since", .object(["learner", "generator"]), default: String?.none,
    "with an oracle: an earlier state of the learner, as loaded from a file, to measure drift from")

  static let parameters: [any ParameterDescription] = [count, trains, since]

  /// Values that the learner keeps.
  static let kept = Set(
    SampleMeasures.all.map(\.name) + ["classification", "drift", "drift_most"])

  /// Lines of help: every sample measure with its description.
  static var help: String {
    let own = [
      (
        "classification",
        "cas=yes: accuracy on real test images of a classifier trained on the generated images alone (CAS)"
      ),
      (
        "drift",
        "since=: mean change of a pixel, in 0 to 1, from the earlier state for the same random numbers; "
          + "drift_most: the largest"
      ),
    ]
    return (SampleMeasures.all.map { ($0.name, $0.help) } + own)
      .map { "  \($0.0): \($0.1)" }.joined(separator: "\n")
  }

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  /// The judgement of what `learner`, with its `run`, generates of the classes of `experiences`.
  func outcome(
    _ run: LearningRun, _ learner: LearnerObject, _ experiences: [Experience],
    _ context: CommandContext
  ) throws -> Outcome {
    let span = arguments.span(.preposition("with"))
    let name = arguments.prepositions["with"].flatMap(String.init) ?? ""
    let judge = try context.workspace.object(name, as: LearnerObject.self, kind: .learner, at: span)
    let oracle: Oracle
    do { oracle = try Oracle(judge.learned(), for: run.stream) } catch let error as ModelError {
      throw Diagnostic("\(name): \(error)", at: span)
    }
    let known = experiences.filter { $0.index < run.completed }
    guard !known.isEmpty else {
      throw WorkbenchError("\(learner.name) has not learned these experiences yet")
    }
    let key = learner.key("judged")
    func dream(_ count: Int, _ place: Int?, _ key: RandomKey) throws -> Tensor? {
      guard let place else { return try run.dream(count, key: key) }
      return try run.dream(count, of: place, key: key)
    }
    guard
      let quality = try SampleQuality(
        dream, known, of: run.stream, by: oracle, count: arguments[Self.count], key: key)
    else {
      throw WorkbenchError("\(learner.name) (\(learner.card.name)) has no generator to judge")
    }
    var outcome = Outcome(values(quality, oracle), figures: figures(quality, oracle, run, name))
    try addClassification(run, learner, known, context, into: &outcome)
    try addDrift(run, learner, known, key, context, into: &outcome)
    return outcome
  }

  private func values(_ quality: SampleQuality, _ oracle: Oracle) -> [NamedValue] {
    var values = [NamedValue("oracle_accuracy", .number(oracle.accuracy))]
    let classes = quality.rows.filter { $0.place != nil }
    for (place, measure) in SampleMeasures.all.enumerated() {
      if let mean = quality.means[place] { values.append(NamedValue(measure.name, .number(mean))) }
      let each = classes.compactMap { $0.values[place] }
      if !each.isEmpty { values.append(NamedValue(measure.name + "_by_class", .numbers(each))) }
      if let bound = quality.bound[place] {
        values.append(NamedValue("real_" + measure.name, .number(bound)))
      }
      if !each.isEmpty, let all = quality.rows.last?.values[place] {
        values.append(NamedValue(measure.name + "_pooled", .number(all)))
      }
    }
    return values
  }

  private func figures(
    _ quality: SampleQuality, _ oracle: Oracle, _ run: LearningRun, _ name: String
  ) -> [Figure] {
    func cells(_ values: [Double?]) -> [Table.Cell] {
      values.map { value in value.map { .number($0, digits: $0 < 100 ? 3 : 1) } ?? .text("") }
    }
    let stream = run.stream
    let rows = quality.rows.map { row -> [Table.Cell] in
      guard let place = row.place else {
        return [.text(""), .text("all together")] + cells(row.values)
      }
      let experience = stream.experiences.first { $0.outputs.contains(place) }
      return [
        .integer((experience?.index ?? 0) + 1), .text(stream.classNames[stream.order[place]]),
      ] + cells(row.values)
    }
    let means =
      quality.rows.count > 1
      ? [[Table.Cell.text(""), .text("mean")] + cells(quality.means)] : []
    let bound =
      quality.bound.contains { $0 != nil }
      ? [[Table.Cell.text(""), .text("real images")] + cells(quality.bound)] : []
    return [
      .table(
        Table(
          header: ["", "class"] + SampleMeasures.all.map(\.column),
          rows: rows + means + bound)),
      .text(
        "\(Format.count(quality.count, "generated image")) per class, judged by \(name), whose own "
          + "accuracy is \(Format.number(oracle.accuracy)); real images: as many training images"),
    ]
  }

  /// Trains on generated images and tests on real ones.
  private func addClassification(
    _ run: LearningRun, _ learner: LearnerObject, _ known: [Experience], _ context: CommandContext,
    into outcome: inout Outcome
  ) throws {
    guard arguments[Self.trains] else { return }
    let key = RandomKey(seed: 0)("classification")
    let accuracy = try Judge.classification(
      run, known, count: arguments[Self.count], key: key, device: context.device,
      shouldStop: context.control.shouldStop)
    guard let accuracy else {
      throw learner.noDreams
    }
    outcome.values.append(NamedValue("classification", .number(accuracy)))
    outcome.figures.append(
      .text(
        "a classifier trained on the generated images alone: accuracy \(Format.number(accuracy)) on "
          + "real test images"))
  }

  /// Compares the images with those of an earlier state for the same random numbers.
  private func addDrift(
    _ run: LearningRun, _ learner: LearnerObject, _ known: [Experience], _ key: RandomKey,
    _ context: CommandContext,
    into outcome: inout Outcome
  ) throws {
    guard let name = arguments[Self.since] else { return }
    let span = arguments.span(.option(Self.since.name))
    let earlier = try context.workspace.trainable(name, at: span).learned()
    guard LearnerObject.isSame(earlier.stream, run.stream) else {
      throw Diagnostic("\(name) was trained on other data", at: span)
    }
    let drift = try ReplayDrift(
      run, since: earlier, known.filter { $0.index < earlier.completed },
      count: min(50, arguments[Self.count]), key: key("drift"))
    guard let drift else { throw learner.noDreams }
    outcome.values += [
      NamedValue("drift", .number(drift.mean)), NamedValue("drift_most", .number(drift.most)),
    ]
    outcome.figures.append(
      .text(
        "replay drift since \(name): a pixel of the same image changed by "
          + "\(Format.number(drift.mean)) on average, by \(Format.number(drift.most)) at most"))
  }
}
