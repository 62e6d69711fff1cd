import Catalog
import Models
import Streams
import Torch

/// The oracle classifier: a small network trained on all real images, which says what class generated
/// images look like.
///
/// No learner ever sees it. It depends on the stream alone: key, network and budget are always the same.
package final class Judge {
  /// Generated images of each class that are classified.
  package static let count = 200
  private static let (steps, batch, rate) = (600, 128, 2e-3)

  /// Its own accuracy on the test images of all experiences.
  package let accuracy: Double
  private let network: any Classifier
  private let outputs: Int

  /// Trains one on the training images of `stream`; in a rehearsal it stays as it is at first.
  ///
  /// - Throws: `ModelError` if one output stands for several classes, or if `shouldStop` says so.
  package init(
    _ stream: ExperienceStream, device: Device = .cpu, isRehearsal: Bool = false,
    shouldStop: () -> Bool = { false }
  ) throws {
    guard stream.scenario != .domainIncremental,
      let train = stream.union(upTo: stream.experiences.count - 1),
      let test = stream.union(upTo: stream.experiences.count - 1, .test)
    else { throw ModelError("the oracle classifier needs a class- or task-incremental stream") }
    outputs = stream.headSize
    let key = RandomKey(seed: 0)("judge")
    (network, accuracy) = try Self.trained(
      isRehearsal ? nil : train, test, stream.shape, outputs, key: key, device, shouldStop)
  }

  /// A small network trained on `train`, or not at all, and its accuracy on `test`.
  private static func trained(
    _ train: ImageSelection?, _ test: ImageSelection, _ shape: ImageShape, _ outputs: Int,
    key: RandomKey, _ device: Device, _ shouldStop: () -> Bool
  ) throws -> (network: any Classifier, accuracy: Double) {
    let side = min(shape.height, shape.width)
    let settings = Settings([
      "width": .integer(16), "stages": .integer(side >= 24 ? 3 : side >= 12 ? 2 : 1),
    ])
    let (network, store) = try Blueprint<any Classifier.Type>(
      card: CNN.card, maker: CNN.self, settings: settings, key: key
    ).build(shape: shape, classes: outputs, device: device)
    let optimizer = try Adam(store, rate: rate)
    guard let train else { return (network, 1) }
    let plan = try BatchPlan(
      train, budget: Budget(steps: steps, batch: batch), key: key("order"), device: device)
    for step in 0..<plan.steps {
      guard !shouldStop() else {
        throw ModelError("stopped before the oracle classifier was trained")
      }
      optimizer.rate = rate * Double(plan.steps - step) / Double(plan.steps)
      let batch = try plan.batch(step, key: key("step", step))
      try optimizer.step(
        down: Loss.crossEntropy(network(batch.inputs, training: true), batch.labels))
    }
    let answers = try Evaluation.answers(on: test, outputs: 0..<outputs, device: device) {
      try network($0, training: false)
    }
    return (network, Double(answers.correct) / Double(max(1, test.count)))
  }

  /// The accuracy on real test images of a network that was trained on generated ones alone, `count` of
  /// each class of the experiences `learned`, labelled as they were asked for; nil if the learner of
  /// `run` cannot be asked for a class.
  ///
  /// Source: classification accuracy score, Ravuri and Vinyals 2019, arXiv:1905.10887.
  package static func classification(
    _ run: LearningRun, _ learned: [Experience], count: Int, key: RandomKey, device: Device = .cpu,
    shouldStop: () -> Bool = { false }
  ) throws -> Double? {
    guard let tests = ImageSelection(joining: learned.map(\.test)) else { return nil }
    var (images, labels): ([UInt8], [UInt16]) = ([], [])
    for place in learned.flatMap(\.outputs) {
      guard let made = try run.dream(count, of: place, key: key("class", place)) else { continue }
      images += try made.asBytes().bytes()
      labels += [UInt16](repeating: UInt16(place), count: count)
    }
    guard !labels.isEmpty else { return nil }
    let storage = try ImageStorage(count: images.count) { $0.copyBytes(from: images) }
    let archive = try ImageArchive(shape: run.stream.shape, labels: labels, storage: storage)
    return try trained(
      run.isRehearsal ? nil : ImageSelection(whole: archive), tests, run.stream.shape,
      run.stream.headSize, key: key, device, shouldStop
    ).accuracy
  }

  /// For each class that the learner of `run` can be asked for, the share of its generated images that
  /// are recognised as that class among all classes of the stream.
  package func recognised(
    _ run: LearningRun, key: RandomKey
  ) throws -> [(output: Int, share: Double)] {
    try (0..<outputs).compactMap { output in
      guard let images = try run.dream(Self.count, of: output, key: key("class", output))
      else { return nil }
      let answers = try withoutGradients {
        try Evaluation.best(network(images, training: false), among: 0..<outputs)
      }
      let hits = answers.count { $0 == output }
      return (output, Double(hits) / Double(Self.count))
    }
  }
}
