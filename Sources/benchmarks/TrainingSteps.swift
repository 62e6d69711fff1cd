import Catalog
import Learning
import Models
import Streams
import Torch

/// Single training steps on one batch that stays the same.
enum TrainingSteps {
  private static let key = RandomKey(seed: 1)

  /// Fine-tuning of a 784-400-400-10 perceptron on 128 images.
  static func perceptron() throws -> () throws -> Void {
    try classifier(
      MLP.self, shape: ImageShape(channels: 1, height: 28, width: 28), classes: 10, batch: 128)
  }

  /// Fine-tuning of a ResNet-18 with 100 classes on 32 images, 3 x 32 x 32.
  static func residual() throws -> () throws -> Void {
    try classifier(
      ResidualNetwork.self, shape: ImageShape(channels: 3, height: 32, width: 32), classes: 100,
      batch: 32)
  }

  /// One step of critic and generator on 64 images, 3 x 32 x 32.
  static func adversarial() throws -> () throws -> Void {
    let shape = ImageShape(channels: 3, height: 32, width: 32)
    let pair = try AdversarialPair(shape, in: ParameterStore(key: key))
    let images = try Tensor.uniform([64, 3, 32, 32], key: key("images"))
    var number = 0
    return {
      number += 1
      _ = try pair.observe(images, key: key("step", number))
    }
  }

  private static func classifier(
    _ maker: any Classifier.Type, shape: ImageShape, classes: Int, batch: Int
  ) throws -> () throws -> Void {
    // Only its number of classes matters: the images of the steps are made below.
    let stream = try Datasets.stream(
      "glyphs",
      Settings([
        "figures": .integer(classes), "train": .integer(1), "test": .integer(1),
        "split": .integer(1),
      ]), in: DataDirectory("."))
    let learner = try FineTuning(
      Settings(),
      parts: Parts(
        classifier: Blueprint(card: maker.card, maker: maker, key: key("model")),
        generator: Blueprint(card: VAE.card, maker: VAE.self, key: key("generator")),
        shape: shape, scenario: stream.scenario, outputs: classes, key: key))
    learner.begin(stream.experiences[0])
    let given = Batch(
      inputs: try .uniform(
        [batch, shape.channels, shape.height, shape.width], key: key("images")),
      labels: try .integers(below: classes, shape: [batch], key: key("labels")), step: 0, key: key)
    return { _ = try learner.observe(given) }
  }

  /// The median time of `count` steps in milliseconds, after a few that do not count.
  static func median(_ count: Int, of step: () throws -> Void) throws -> Double {
    for _ in 0..<max(3, count / 10) { try step() }
    let times = try (0..<max(1, count)).map { _ in
      try milliseconds(step)
    }
    return times.sorted()[times.count / 2]
  }

  /// How long `action` takes.
  static func milliseconds(_ action: () throws -> Void) rethrows -> Double {
    let time = try ContinuousClock().measure(action).components
    return Double(time.seconds) * 1e3 + Double(time.attoseconds) * 1e-15
  }
}
