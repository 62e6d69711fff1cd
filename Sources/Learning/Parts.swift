import Catalog
import Models
import Streams
import Torch

/// What a learner is built from: the networks to use and the stream they must fit.
public struct Parts {
  public let classifier: Blueprint<any Classifier.Type>
  public let generator: Blueprint<any Generator.Type>
  public let shape: ImageShape
  public let scenario: Scenario
  /// Outputs of the head.
  public let outputs: Int
  /// Where the learner's own randomness comes from.
  public let key: RandomKey
  public let device: Device

  public init(
    classifier: Blueprint<any Classifier.Type>, generator: Blueprint<any Generator.Type>,
    shape: ImageShape, scenario: Scenario, outputs: Int, key: RandomKey, device: Device = .cpu
  ) {
    (self.classifier, self.generator, self.shape) = (classifier, generator, shape)
    (self.scenario, self.outputs, self.key, self.device) = (scenario, outputs, key, device)
  }

  /// The classifier with its first weights.
  public func makeClassifier() throws -> (network: any Classifier, store: ParameterStore) {
    try classifier.build(shape: shape, classes: outputs, device: device)
  }

  /// The generator with its first weights.
  public func makeGenerator() throws -> (network: any Generator, store: ParameterStore) {
    try generator.build(shape: shape, classes: outputs, device: device)
  }
}
