import Catalog
import Models
import Torch

/// The shares of the weighted parts of the classifier's loss, over its phase in the newest experience.
///
/// They show which part a classifier mostly learns from: with the published weights the distances of
/// features, which are not squared, grow with the network.
struct LossShares {
  static let offers = [
    Card.Offer(
      "current_share", "share of the cross-entropy on new images in the classifier's loss"),
    Card.Offer("output_share", "share of output distillation in the classifier's loss"),
    Card.Offer("feature_share", "share of feature distillation in the classifier's loss"),
  ]
  /// The parts of the loss in the order of the offers.
  private static let parts = ["cross-entropy", "distillation", "features"]

  /// The state: the sums of the parts.
  let store: ParameterStore
  private let sums: Tensor

  init(key: RandomKey) throws {
    store = ParameterStore(key: key)
    sums = try store.buffer("sums", .zeros([Self.parts.count], type: .float64))
  }

  /// Adds the losses of step `step` of the phase, from 0.
  func add(_ losses: Losses, step: Int) throws {
    if step == 0 { try sums.zero() }
    let values = Self.parts.map { name in
      losses.parts.first { $0.name == name }?.value ?? 0
    }
    try withoutGradients { try sums.add(inPlace: Tensor(values, shape: [values.count])) }
  }

  /// None before the first step, or where the loss is not finite.
  func values() throws -> [MeasuredValue] {
    let sums = try sums.doubles()
    let total = sums.reduce(0, +)
    guard total > 0, total.isFinite else { return [] }
    return zip(Self.offers, sums).map { MeasuredValue($0.name, $1 / total) }
  }
}
