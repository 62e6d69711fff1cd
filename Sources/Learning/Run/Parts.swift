import Catalog
import Models
import Streams
import Torch

/// What a learner is built from: the networks to use and the stream they must fit.
package struct Parts {
  package let classifier: Blueprint<any Classifier.Type>
  package let generator: Blueprint<any Generator.Type>
  package let shape: ImageShape
  package let scenario: Scenario
  /// Outputs of the head.
  package let outputs: Int
  /// Where the learner's own randomness comes from.
  package let key: RandomKey
  package let device: Device

  package init(
    classifier: Blueprint<any Classifier.Type>, generator: Blueprint<any Generator.Type>,
    shape: ImageShape, scenario: Scenario, outputs: Int, key: RandomKey, device: Device = .cpu
  ) {
    (self.classifier, self.generator, self.shape) = (classifier, generator, shape)
    (self.scenario, self.outputs, self.key, self.device) = (scenario, outputs, key, device)
  }

  /// The classifier with its first weights.
  package func makeClassifier() throws -> (network: any Classifier, store: ParameterStore) {
    try classifier.build(shape: shape, classes: outputs, device: device)
  }

  /// The generator with its first weights.
  package func makeGenerator() throws -> (network: any Generator, store: ParameterStore) {
    try generator.build(shape: shape, classes: outputs, device: device)
  }
}
