import Catalog
import Models
import Torch

/// Replay from a frozen generator, labelled by a frozen classifier: the scholar as it was after the
/// previous experience.
///
/// Source: Shin et al. 2017, arXiv:1705.08690, section 3.
package final class FrozenScholar: ReplaySource {
  private let generator: (network: any Generator, store: ParameterStore)
  private let classifier: (network: any Classifier, store: ParameterStore)
  /// How many outputs the frozen classifier had learned; 0: nothing to replay.
  package private(set) var outputs = 0

  package init(_ parts: Parts, _ settings: Settings) throws {
    generator = try parts.makeGenerator()
    classifier = try parts.makeClassifier(settings)
    try generator.store.setTrainable(false)
    try classifier.store.setTrainable(false)
  }

  /// Takes the weights of a generator and of a classifier that has learned `outputs` outputs.
  package func freeze(
    generator live: ParameterStore, classifier other: ParameterStore, outputs: Int
  ) throws {
    try generator.store.assign(from: live)
    try classifier.store.assign(from: other)
    self.outputs = outputs
  }

  /// Takes the form of a scholar with `outputs` outputs, whose weights are restored with the state.
  package func restore(outputs: Int) { self.outputs = outputs }

  package func draw(_ count: Int, key: RandomKey) throws -> ReplayBatch? {
    guard outputs > 0 else { return nil }
    return try withoutGradients {
      let inputs = try generator.network.sample(count, among: 0..<outputs, key: key)
      let scores = try classifier.network(inputs, training: false)
        .narrow(dim: 1, start: 0, count: outputs)
      return ReplayBatch(inputs: inputs, labels: try scores.argmax(dim: 1), scores: scores)
    }
  }

  /// The frozen weights.
  package var stores: [(name: String, store: ParameterStore)] {
    [("old generator", generator.store), ("old classifier", classifier.store)]
  }
}
