import Catalog
import Models
import Streams
import Torch

/// A classifier with its optimizer and the part of its head that is in use.
package final class TrainedClassifier {
  /// The options of every learner that trains its classifier this way.
  package static let options = RecipeOptions()

  private let network: any Classifier
  package let scenario: Scenario
  private let recipe: Recipe
  package let store: ParameterStore
  package let optimizer: any Optimizer
  /// The optimizer, if later experiences have one of their own.
  private let two: TwoOptimizers?
  /// The outputs that compete: classes so far, or those of the experience at hand.
  package private(set) var active: Range<Int> = 0..<0

  /// - Parameter others: what is trained along with the classifier, by the same optimizer.
  package init(
    _ settings: Settings, parts: Parts, training others: [ParameterStore] = []
  ) throws {
    (network, store) = try parts.makeClassifier(settings)
    scenario = parts.scenario
    recipe = Recipe(settings, Self.options)
    let stores = [store] + others
    let first = try recipe.makeOptimizer(stores)
    two = try recipe.later.map {
      TwoOptimizers(first: first, later: try $0.makeOptimizer(stores))
    }
    optimizer = two ?? first
  }

  /// Opens the outputs of `experience`.
  ///
  /// Class-incremental: all classes so far compete. Task- and domain-incremental: those of the
  /// experience alone. With `past`, needed by learners that also see old images, all classes so far
  /// compete in the task-incremental scenario too.
  package func open(_ experience: Experience, past: Bool = false) {
    let opensAll = scenario == .classIncremental || past && scenario == .taskIncremental
    active = opensAll ? 0..<experience.outputs.upperBound : experience.outputs
    two?.isLater = experience.index > 0
  }

  /// The images of a step, augmented as the recipe says.
  package func images(_ batch: Batch) throws -> Tensor {
    try recipe.augmented(batch.inputs, key: batch.key("crop"))
  }

  /// The scores of the active outputs, `[batch, active]`.
  package func activeScores(_ inputs: Tensor) throws -> Tensor {
    try network(inputs, training: true)
      .narrow(dim: 1, start: active.lowerBound, count: active.count)
  }

  /// The same by running statistics, which stay as they are: for gradients of single images.
  package func scoringScores(_ inputs: Tensor) throws -> Tensor {
    try network(inputs, training: false)
      .narrow(dim: 1, start: active.lowerBound, count: active.count)
  }

  /// Positions among the active outputs of `labels`, which are positions in the head.
  package func activeLabels(_ labels: Tensor) throws -> Tensor {
    active.lowerBound == 0 ? labels : try (labels - Double(active.lowerBound)).to(.int64)
  }

  /// The part of `scores`, which are those of the active outputs, that belongs to `outputs`.
  package func part(_ scores: Tensor, _ outputs: Range<Int>) throws -> Tensor {
    try scores.narrow(
      dim: 1, start: outputs.lowerBound - active.lowerBound, count: outputs.count)
  }

  /// Cross-entropy of `scores`, which are those of the active outputs, among the outputs that compete
  /// when `experience` is tested: its own ones in the task-incremental scenario.
  package func crossEntropy(
    _ scores: Tensor, _ labels: Tensor, testedLike experience: Experience?
  ) throws -> Tensor {
    guard scenario == .taskIncremental, let outputs = experience?.outputs else {
      return try Loss.crossEntropy(scores, activeLabels(labels))
    }
    return try Loss.crossEntropy(
      part(scores, outputs), (labels - Double(outputs.lowerBound)).to(.int64))
  }

  /// Step `batch` down the gradient of `loss`, at the rate that the recipe says.
  ///
  /// - Parameter adjusting: may change the gradients before the step.
  package func step(_ loss: Tensor, _ batch: Batch, adjusting: () throws -> Void = {}) throws {
    if let two, two.isLater, batch.step == 0, batch.phase == 0 { try two.restart() }
    let recipe = two?.isLater == true ? recipe.later ?? recipe : recipe
    optimizer.rate = recipe.rate(batch.step, of: batch.steps)
    try optimizer.clearGradients()
    try loss.backward()
    try adjusting()
    try optimizer.step()
  }

  /// A step of which each parameter takes the share that its gate says, between 0 and 1 for each
  /// element; where a gate is 0 the weight stays as it is, whatever the optimizer.
  package func step(_ loss: Tensor, _ batch: Batch, gates: [String: Tensor]) throws {
    let gated = store.parameters.compactMap { entry in
      gates[entry.name].map { (tensor: entry.tensor, gate: $0) }
    }
    let before = try withoutGradients { try gated.map { try $0.tensor.detach().clone() } }
    try step(loss, batch)
    try withoutGradients {
      for (entry, old) in zip(gated, before) {
        try entry.tensor.copy(from: old + (entry.tensor - old) * entry.gate)
      }
    }
  }

  /// The network with its stages.
  ///
  /// - Throws: `ModelError` if the network has no stages.
  package func staged() throws -> any StagedClassifier {
    guard let staged = network as? any StagedClassifier else {
      throw ModelError(
        "\(type(of: network).card.name) has no stages whose features could be compared: "
          + "use model=mlp, cnn or resnet")
    }
    return staged
  }

  /// The features after the last stage, `[batch, units]`, without gradients and by running statistics.
  ///
  /// - Throws: `ModelError` if the network has no stages.
  package func features(_ inputs: Tensor) throws -> Tensor {
    let staged = try staged()
    return try withoutGradients {
      try staged.features(inputs, from: 0, through: staged.lastStage, .scoring).flatten(from: 1)
    }
  }

  /// The scores of all outputs, `[batch, outputs]`, without gradients.
  package func scores(_ inputs: Tensor) throws -> Tensor {
    try withoutGradients { try network(inputs, training: false) }
  }
}
