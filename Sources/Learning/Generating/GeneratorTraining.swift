import Catalog
import Models
import Streams
import Torch

/// A generator that is trained by itself, on the images of one experience after the other, without
/// replay.
///
/// It is a learner that answers nothing, so that the one training loop serves generators too.
package final class GeneratorTraining: Learner {
  package static let card = Card("generator", "a generator trained by itself")
  package static let needs = Needs([.generator])
  package static let answers = false

  package let network: any Generator
  package let store: ParameterStore
  /// Classes of the experiences that have begun.
  private var known = 0

  package init(_ settings: Settings, parts: Parts) throws {
    (network, store) = try parts.makeGenerator()
  }

  package func begin(_ experience: Experience) throws {
    known = max(known, experience.outputs.upperBound)
    try network.begin(experience.outputs)
  }

  package func restore(past: [Experience], shapes: [String: [Int]]) {
    known = past.map(\.outputs.upperBound).max() ?? 0
  }

  package func observe(_ batch: Batch) throws -> Losses {
    try network.observe(
      batch.inputs, labels: batch.labels, weights: nil, key: batch.key("generator"))
  }

  package func end(_ experience: Experience) throws { try network.end(experience.outputs) }

  package func scores(_ inputs: Tensor) throws -> Tensor {
    throw ModelError("a generator answers no images with classes")
  }

  package func dream(_ count: Int, key: RandomKey) throws -> Tensor? {
    try network.sample(count, among: 0..<max(1, known), key: key)
  }

  package func dream(_ count: Int, of output: Int, key: RandomKey) throws -> Tensor? {
    guard (0..<known).contains(output) else { return nil }
    return try network.sample(count, of: output, key: key)
  }

  package func canDream(of output: Int?, after past: [Experience], phase: String?) -> Bool {
    guard let output else { return true }
    return type(of: network).isConditional && past.contains { $0.outputs.contains(output) }
  }

  package func keptBytes() -> Int? { store.byteCount }

  package var state: LearnerState {
    LearnerState(stores: [("generator", store)], optimizers: network.optimizers)
  }
}
