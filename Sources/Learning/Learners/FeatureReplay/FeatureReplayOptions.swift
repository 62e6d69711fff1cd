import Catalog
import Streams

/// The options of generative feature replay, read once.
struct FeatureReplayOptions {
  static let feature = Parameter(
    "feature", .number(0...1e6), default: 1.0,
    "weight of the distillation of features, times old classes / new classes")
  static let alignment = Parameter(
    "alignment", .number(0...1e6), default: 1e-3,
    "weight by which the generator's features of old classes are held")
  static let hidden = Parameter(
    "gan-hidden", .integer(1...16_384), default: 512,
    "units of the hidden layers of generator and critic")
  static let steps = Parameter<Int?>(
    "gan-steps", .integer(1...100_000_000), default: nil,
    "steps of the critic after each experience but the last (default: as the classifier's)")
  static let critics = Parameter(
    "critics", .integer(1...1000), default: 5, "steps of the critic for one of the generator")
  static let rate = Parameter(
    "gan-rate", .number(0...10), default: 1e-4, "learning rate of generator and critic (Adam)")

  static let parameters: [any ParameterDescription] = [
    feature, alignment, hidden, steps, critics, rate,
  ]

  let (feature, alignment, rate): (Double, Double, Double)
  let (hidden, critics): (Int, Int)
  private let steps: Int?

  init(_ settings: Settings) {
    (feature, alignment) = (settings[Self.feature], settings[Self.alignment])
    (rate, hidden) = (settings[Self.rate], settings[Self.hidden])
    critics = settings[Self.critics]
    steps = settings[Self.steps]
  }

  /// The classifier's phase, then the generator's unless no experience follows.
  func phases(of experience: Experience, _ budget: Budget, outputs: Int) -> [Phase] {
    let isLast = experience.outputs.upperBound == outputs
    var game = budget
    if let steps { game.steps = steps }
    return [Phase("classifier", budget)] + (isLast ? [] : [Phase("generator", game)])
  }
}
