import Catalog

/// How weights are updated from their gradients.
package enum OptimizerKind: String, SettingChoice {
  /// Kingma and Ba 2015, arXiv:1412.6980.
  case adam
  /// Stochastic gradient descent with Nesterov momentum.
  case sgd
  /// Liu et al. 2020, arXiv:1908.03265.
  case radam
}

/// The options by which a classifier is trained, with a learner's own defaults.
///
/// Every learner with a classifier has them under the same names with the same meaning, so that one
/// recipe serves for all that are compared.
package struct RecipeOptions: Sendable {
  package let optimizer: Parameter<OptimizerKind>
  package let rate: Parameter<Double>
  package let momentum: Parameter<Double>
  package let weightDecay: Parameter<Double>
  package let milestones: Parameter<[Int]?>
  package let decayFactor: Parameter<Double>
  package let crop: Parameter<Int>
  package let mirror: Parameter<Bool>
  package let laterOptimizer: Parameter<OptimizerKind?>
  package let laterRate: Parameter<Double?>
  package let pixels: PixelOptions

  /// By default Adam at a constant rate on images as they are.
  package init(
    optimizer: OptimizerKind = .adam, rate: Double = 1e-3, weightDecay: Double = 0,
    milestones: [Int]? = nil, decayFactor: Double = 0.1, crop: Int = 0, mirror: Bool = false,
    laterOptimizer: OptimizerKind? = nil, laterRate: Double? = nil,
    pixels: PixelOptions = PixelOptions()
  ) {
    self.optimizer = Parameter(
      "optimizer", default: optimizer, "optimizer of the classifier")
    self.rate = Parameter(
      "rate", .number(0...10), default: rate, "learning rate of the classifier")
    momentum = Parameter(
      "momentum", .number(0...0.999999), default: 0.9, "Nesterov momentum for optimizer=sgd")
    self.weightDecay = Parameter(
      "weight-decay", .number(0...1), default: weightDecay, aliases: ["decay"],
      "weight decay of the classifier (decoupled for optimizer=radam)")
    self.milestones = Parameter(
      "milestones", .integers(1...100), default: milestones,
      "learning-rate milestones, in % of an experience's steps")
    self.decayFactor = Parameter(
      "decay-factor", .number(0...1), default: decayFactor, aliases: ["fall"],
      "factor applied to the learning rate at each milestone")
    self.crop = Parameter(
      "crop", .integer(0...64), default: crop,
      "random crops of images padded by this many pixels; 0: no crops")
    self.mirror = Parameter(
      "mirror", .flag, default: mirror, "flip half of the training images horizontally")
    self.laterOptimizer = Parameter(
      "later-optimizer", default: laterOptimizer,
      "optimizer of the classifier in later experiences; optimizer= is then for the first one")
    self.laterRate = Parameter(
      "later-rate", .number(0...10), default: laterRate,
      "learning rate of the classifier in later experiences; rate= is then for the first one")
    self.pixels = pixels
  }

  package var parameters: [any ParameterDescription] {
    [
      optimizer, rate, momentum, weightDecay, milestones, decayFactor, crop, mirror, laterOptimizer,
      laterRate,
    ] + pixels.parameters
  }
}
