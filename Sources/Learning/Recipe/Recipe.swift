import Augmentation
import Catalog
import Torch

/// How a classifier is trained: optimizer, learning-rate schedule, weight decay, augmentation.
package struct Recipe: Sendable {
  package var optimizer: OptimizerKind
  package var rate: Double
  /// Those of later experiences, where they differ.
  private let (laterOptimizer, laterRate): (OptimizerKind?, Double?)
  package let momentum: Double
  package let weightDecay: Double
  /// In percent of a phase's steps.
  package let milestones: [Int]
  package let decayFactor: Double
  package let crop: Int
  package let mirror: Bool

  /// What `settings` say, else the defaults of `options`.
  package init(_ settings: Settings, _ options: RecipeOptions) {
    (optimizer, rate) = (settings[options.optimizer], settings[options.rate])
    (momentum, weightDecay) = (settings[options.momentum], settings[options.weightDecay])
    milestones = settings[options.milestones] ?? []
    decayFactor = settings[options.decayFactor]
    (crop, mirror) = (settings[options.crop], settings[options.mirror])
    laterOptimizer = settings[options.laterOptimizer]
    laterRate = settings[options.laterRate]
  }

  /// The recipe of later experiences, whose optimizer is re-created in each; nil if there is one for all.
  package var later: Recipe? {
    guard laterOptimizer != nil || laterRate != nil else { return nil }
    var later = self
    (later.optimizer, later.rate) = (laterOptimizer ?? optimizer, laterRate ?? rate)
    return later
  }

  /// An optimizer for the parameters that `stores` hold now.
  package func makeOptimizer(_ stores: ParameterStore...) throws -> any Optimizer {
    try makeOptimizer(stores)
  }

  /// An optimizer for the parameters that `stores` hold now.
  package func makeOptimizer(_ stores: [ParameterStore]) throws -> any Optimizer {
    switch optimizer {
    case .adam: try Adam(stores, rate: rate, weightDecay: weightDecay)
    case .radam: try RAdam(stores, rate: rate, weightDecay: weightDecay)
    case .sgd:
      try SGD(
        stores, rate: rate, momentum: momentum, weightDecay: weightDecay, nesterov: momentum > 0)
    }
  }

  /// The learning rate of step `step`, from 0, of the `steps` of a phase.
  package func rate(_ step: Int, of steps: Int) -> Double {
    let passed = milestones.count { Double(step) * 100 >= Double($0) * Double(steps) }
    return (0..<passed).reduce(rate) { rate, _ in rate * decayFactor }
  }

  /// `images`, `[batch, channels, height, width]`, cropped and flipped at random, each on its own.
  package func augmented(_ images: Tensor, key: RandomKey) throws -> Tensor {
    guard crop > 0 || mirror else { return images }
    return try RandomCrop(padding: crop, mirrors: mirror)(images, key: key)
  }
}
