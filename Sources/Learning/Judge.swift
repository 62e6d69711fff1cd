import Catalog
import Models
import Streams
import Torch

/// A measuring tool: a small network that knows all real images and says what dreams look like.
///
/// No learner ever sees it. It depends on the stream alone: its key, network and budget are always the same.
package final class Judge {
  /// Dreams of each class that are looked at.
  package static let count = 200
  private static let (steps, batch, rate) = (600, 128, 2e-3)

  /// Its own accuracy on the test images of all experiences.
  package let accuracy: Double
  private let network: any Classifier
  private let outputs: Int

  /// Trains one on the training images of `stream`.
  ///
  /// - Throws: `ModelError` if one output stands for several classes, or if `shouldStop` says so.
  package init(
    _ stream: ExperienceStream, device: Device = .cpu, shouldStop: () -> Bool = { false }
  ) throws {
    guard stream.scenario != .domainIncremental,
      let train = stream.union(upTo: stream.experiences.count - 1),
      let test = stream.union(upTo: stream.experiences.count - 1, .test)
    else { throw ModelError("only classes with outputs of their own can be told apart in dreams") }
    let key = RandomKey(seed: 0)("judge")
    let side = min(stream.shape.height, stream.shape.width)
    let settings = Settings([
      "width": .integer(16), "stages": .integer(side >= 24 ? 3 : side >= 12 ? 2 : 1),
    ])
    outputs = stream.headSize
    let store: ParameterStore
    (network, store) = try Blueprint<any Classifier.Type>(
      card: CNN.card, maker: CNN.self, settings: settings, key: key
    ).build(shape: stream.shape, classes: outputs, device: device)
    let optimizer = try Adam(store, rate: Self.rate)
    let plan = try BatchPlan(
      train, budget: Budget(steps: Self.steps, batch: Self.batch), key: key("order"),
      device: device)
    for step in 0..<plan.steps {
      guard !shouldStop() else { throw ModelError("stopped before the judge had learned") }
      optimizer.rate = Self.rate * Double(plan.steps - step) / Double(plan.steps)
      let batch = try plan.batch(step, key: key("step", step))
      try optimizer.step(
        down: Loss.crossEntropy(network(batch.inputs, training: true), batch.labels))
    }
    let network = network
    let correct = try Evaluation.countCorrect(on: test, device: device) {
      try Self.answers(network, $0)
    }
    accuracy = Double(correct) / Double(max(1, test.count))
  }

  private static func answers(_ network: any Classifier, _ images: Tensor) throws -> [Int] {
    try withoutGradients { try network(images, training: false).argmax(dim: 1).integers() }
  }

  /// For each class that `learner` can be asked for, the share of its dreams that the judge takes
  /// for that class among all classes of the stream.
  package func recognised(
    _ learner: any Learner, key: RandomKey
  ) throws -> [(output: Int, share: Double)] {
    try (0..<outputs).compactMap { output in
      guard let dreams = try learner.dream(Self.count, of: output, key: key("class", output))
      else { return nil }
      let hits = try Self.answers(network, dreams).count { $0 == output }
      return (output, Double(hits) / Double(Self.count))
    }
  }
}
