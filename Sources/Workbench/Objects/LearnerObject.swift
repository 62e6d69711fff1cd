import Catalog
import Figures
import Journal
import Language
import Learning
import Models
import Streams
import Torch

/// A method with what it has learned; its networks are built for the data it first meets.
///
/// A generator that is trained by itself is one too: see `GeneratorObject`.
package class LearnerObject: LiveObject {
  package let name: String
  package let declaration: Invocation
  package let card: Card
  let maker: any Learner.Type
  let settings: Settings
  let classifier: Blueprint<any Classifier.Type>
  let generator: Blueprint<any Generator.Type>
  let key: RandomKey
  /// Whether its trainings are only counted.
  let isRehearsal: Bool
  /// What it has learned, from what, and the newest training's result.
  struct Standing {
    var run: LearningRun?
    /// The data that it met first.
    var data: DataObject?
    var result: [NamedValue] = []
    /// The options of the newest training, as in `epochs=2 batch=128`.
    var training: String?
  }

  var standing = Standing()
  /// Stands for the state as it is, for moments to come back to.
  var version = Version()
  /// What it has learned.
  package var run: LearningRun? { standing.run }
  var data: DataObject? { standing.data }
  var result: [NamedValue] {
    get { standing.result }
    set { standing.result = newValue }
  }
  /// Whether it is trained on all images so far: an upper bound.
  var isJoint: Bool { maker.trainingData == .everything }
  package var kind: Kind { .learner }

  init(
    name: String, declaration: Invocation, card: Card, maker: any Learner.Type, settings: Settings,
    classifier: Blueprint<any Classifier.Type>, generator: Blueprint<any Generator.Type>,
    key: RandomKey, isRehearsal: Bool = false
  ) {
    self.isRehearsal = isRehearsal
    (self.name, self.declaration, self.card) = (name, declaration, card)
    (self.maker, self.settings, self.key) = (maker, settings, key)
    (self.classifier, self.generator) = (classifier, generator)
  }

  /// The same learner with other options, which has learned nothing yet.
  func with(_ settings: Settings, declaration: Invocation) -> LearnerObject {
    LearnerObject(
      name: name, declaration: declaration, card: card, maker: maker, settings: settings,
      classifier: classifier, generator: generator, key: key, isRehearsal: isRehearsal)
  }

  /// The run of this learner through `data`, or a new one, which is not kept, if it has none yet.
  ///
  /// - Throws: `WorkbenchError` if the learner has met other data.
  func run(on data: DataObject, device: Device) throws -> LearningRun {
    guard let run else {
      return try LearningRun(
        makeLearner(for: data.stream, device: device), on: data.stream, key: key, device: device,
        isRehearsal: isRehearsal)
    }
    guard Self.isSame(run.stream, data.stream) else {
      throw WorkbenchError(
        "\(name) is already being trained on \(self.data?.name ?? ""): create another learner for "
          + "\(data.name)")
    }
    return run
  }

  /// What to say when another object takes its name; nil if nothing that was learned goes with it.
  var replacement: String? {
    guard let run, run.completed > 0 || run.step > 0 else { return nil }
    return "replaces \(name), which had \(summary); undo brings it back"
  }

  /// Its run, in which at least one experience is learned.
  func learned() throws(WorkbenchError) -> LearningRun {
    guard let run, run.completed > 0 else {
      throw WorkbenchError("\(name) has not learned an experience yet: train \(name) on ...")
    }
    return run
  }

  /// The message when it cannot generate images of a class.
  var noDreams: WorkbenchError {
    WorkbenchError(
      "\(name) (\(card.name)) cannot generate images of a class: its generator is unconditional, "
        + "or it has none")
  }

  /// Begins a run through `data`, unless it has begun one.
  func begin(_ run: LearningRun, on data: DataObject) {
    if self.run == nil { (standing.run, standing.data) = (run, data) }
  }

  /// What each of some learners was trained on, if that is not the same for all: other images,
  /// another split or another scenario, so that their results do not compare.
  static func differences(_ learners: [LearnerObject]) -> String? {
    let trained = learners.compactMap { learner in learner.data.map { (learner, $0) } }
    guard let first = trained.first,
      trained.contains(where: { !isSame($0.1.stream, first.1.stream) })
    else { return nil }
    return "trained on different data: "
      + trained.map { learner, data in
        var declaration = data.declaration
        declaration.binding = nil
        return "\(learner.name) on \(declaration)"
      }.joined(separator: "; ")
  }

  /// Whether both give the same images in the same experiences.
  static func isSame(_ left: ExperienceStream, _ right: ExperienceStream) -> Bool {
    left.digest == right.digest && left.scenario == right.scenario
      && left.experiences.elementsEqual(right.experiences) {
        $0.classes == $1.classes && $0.train.indices == $1.train.indices
          && $0.validation?.indices == $1.validation?.indices
      }
  }

  /// A learner for `stream` with its first weights.
  func makeLearner(for stream: ExperienceStream, device: Device) throws -> any Learner {
    try checkStart(stream)
    return try maker.init(
      settings,
      parts: Parts(
        classifier: classifier, generator: generator, shape: stream.shape,
        scenario: stream.scenario, outputs: stream.headSize, key: key, device: device))
  }

  /// - Throws: `WorkbenchError` if its generator was trained on classes in another order.
  private func checkStart(_ stream: ExperienceStream) throws {
    guard let start = generator.start, !start.classes.isEmpty else { return }
    let classes = stream.outputNames
    guard start.classes != classes else { return }
    throw WorkbenchError(
      "the generator of \(name) was trained on other classes, or in another order: "
        + "\(start.classes.joined(separator: " ")), here \(classes.joined(separator: " "))")
  }

  /// Returns to its state at declaration.
  func forget() { standing = Standing() }

  /// Puts back the state that `snapshot` holds, bit for bit; `data` is what it was learning.
  ///
  /// - Throws: `WorkbenchError` if the snapshot does not fit; the learner is then as it was.
  func restore(_ snapshot: Snapshot, on data: DataObject?, device: Device) throws {
    guard let progress = snapshot.facts.progress, let data else { return forget() }
    guard data.stream.mayBe(progress.sha256) else {
      throw WorkbenchError("the snapshot is of other data than \(data.name)", isDataProblem: true)
    }
    try progress.check(data.stream, isTested: maker.answers)
    let tensors = Dictionary(
      snapshot.state.map { ($0.name, $0.tensor) }, uniquingKeysWith: { $1 })
    let learner = try makeLearner(for: data.stream, device: device)
    func restored(isRehearsal: Bool) throws -> LearningRun {
      try LearningRun(
        learner, on: data.stream, key: key, matrix: progress.matrix,
        answers: progress.answers ?? [], history: progress.history ?? LossHistory(),
        course: progress.course ?? AccuracyCourse(), stopping: progress.stopping,
        reopening: progress.reopening ?? Reopening(),
        completed: progress.completed, step: progress.step, shapes: tensors.mapValues(\.shape),
        device: device, isRehearsal: isRehearsal)
    }
    // What a dry run made has no state.
    var run = try restored(isRehearsal: isRehearsal && snapshot.digest == nil)
    if !run.isRehearsal {
      try learner.state.restore(tensors)
      if let digest = snapshot.digest, try run.digest() != digest {
        throw WorkbenchError("the snapshot of \(name) is damaged")
      }
    }
    if let digest = progress.resultDigest, digest != StateDigest.text(run.resultDigest) {
      throw WorkbenchError("the results in the snapshot of \(name) were changed: it is damaged")
    }
    if isRehearsal, !run.isRehearsal { run = try restored(isRehearsal: true) }
    let results = try snapshot.results ?? run.measures().map(NamedValue.init)
    standing = Standing(run: run, data: data, result: results, training: progress.training)
  }

  package var summary: String {
    guard let run else { return "\(card.summary); not trained yet" }
    let count = run.stream.experiences.count
    let learned = "learned \(run.completed) of \(count) experiences of \(data?.name ?? "")"
    let more =
      run.step > 0 ? ", stopped at step \(run.step) of experience \(run.completed + 1)" : ""
    let last = run.matrix.last.map { ", last accuracy \(Format.number($0))" } ?? ""
    return learned + more + last
  }

  /// The newest training's results, and the bytes that it keeps, which older journals do not record.
  package var fields: [NamedValue] {
    guard !result.contains(where: { $0.name == "bytes" }), let run,
      let bytes = try? run.learner.keptBytes()
    else { return result }
    return result + [NamedValue("bytes", .integer(bytes))]
  }

  /// Keeps what an oracle found in its generated images until the learner is trained further.
  func judged(_ values: [NamedValue]) {
    result.removeAll { value in values.contains { $0.name == value.name } }
    result += values
  }

  package func renamed(_ name: String) -> any LiveObject {
    let other = LearnerObject(
      name: name, declaration: declaration(of: name), card: card, maker: maker, settings: settings,
      classifier: classifier, generator: generator, key: key, isRehearsal: isRehearsal)
    other.standing = standing
    return other
  }

  package func digest() throws -> UInt64? { isRehearsal ? nil : try run?.digest() }

  /// What a snapshot says about it besides its progress.
  func facts() throws -> SnapshotFacts {
    var facts = SnapshotFacts(declaration: declaration.description)
    (facts.key, facts.model, facts.generator) = (key.bits, .init(classifier), .init(generator))
    facts.start = try generator.start.map(SnapshotFacts.Start.init)
    return facts
  }

  package func snapshot() throws -> Snapshot {
    var facts = try facts()
    let first = Snapshot.named(generator.start)
    guard let run, let data else { return Snapshot(facts, first, results: result) }
    facts.progress = SnapshotFacts.Progress(
      data: data.declaration.description, sha256: data.stream.digest, completed: run.completed,
      step: run.step, matrix: run.matrix, answers: run.answers, history: run.history,
      course: run.course.points.isEmpty ? nil : run.course, stopping: run.stopping,
      reopening: run.reopening.rounds > 0 ? run.reopening : nil,
      training: standing.training, resultDigest: StateDigest.text(run.resultDigest))
    return Snapshot(
      facts, isRehearsal ? [] : first + run.learner.state.tensors(), digest: try digest(),
      results: result)
  }

  package func portrait() throws -> [Figure] {
    guard let run else { return [.text("\(name): \(summary)")] + options }
    let figures: [Figure] = [.text("\(name) (\(card.name)): \(summary)")]
    return figures + Measures.figures(of: run.record, stream: run.stream) + results + options
      + parts
  }
}
