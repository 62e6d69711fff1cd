import Torch

/// How sharp the masks of the experience at hand are: sigmoid(s e) with a growing s.
///
/// S_i = (M - 1/M) i/I + 1/M in epoch i of I; within an epoch s = (S_i - 1/S_i) b/B + 1/S_i. S_i is at
/// least 1, so that the first epoch does not run backwards, from M down to 1/M, as it does in the
/// published code and in the literal form.
struct MaskAnnealing {
  /// The largest sharpness, M.
  let limit: Double
  /// Whether s climbs within each epoch too; else s = S_i.
  let isLocal: Bool
  /// Last epochs that do not count, as no mask learns in them.
  let closing: Int
  /// Whether the first epoch runs as published.
  var isLiteral = false

  /// `epoch`: S_i, the slope of the closed-form gradient; `step`: s, the sharpness itself.
  struct Sharpness: Equatable {
    let epoch: Double
    let step: Double
  }

  func sharpness(_ place: Batch.Place) -> Sharpness {
    let epochs = max(1, place.epochs - closing)
    let share = Double(min(place.epoch, epochs)) / Double(epochs)
    let epoch = max(isLiteral ? 0 : 1, (limit - 1 / limit) * share + 1 / limit)
    guard isLocal else { return Sharpness(epoch: epoch, step: epoch) }
    let within = Double(place.start) / Double(max(1, place.images))
    return Sharpness(epoch: epoch, step: (epoch - 1 / epoch) * within + 1 / epoch)
  }

  /// What share of the masks' training lies before `place`, in 0...1.
  func share(_ place: Batch.Place) -> Double {
    let done = Double(place.epoch) + Double(place.start) / Double(max(1, place.images))
    return min(1, done / Double(max(1, place.epochs - closing)))
  }

  /// Whether `place` is where the closing epochs begin.
  func beginsClosing(_ place: Batch.Place) -> Bool {
    closing > 0 && place.start == 0 && place.epoch == max(0, place.epochs - closing)
  }

  /// What share of the closing epochs is left, in 0...1; nil before they begin.
  func remaining(_ place: Batch.Place) -> Double? {
    guard closing > 0, place.epoch >= place.epochs - closing else { return nil }
    return Self.remaining(place, of: closing)
  }

  /// What share of the last `epochs` epochs is left at `place`, in 0...1.
  static func remaining(_ place: Batch.Place, of epochs: Int) -> Double {
    let done = Double(place.epoch) + Double(place.start) / Double(max(1, place.images))
    return min(1, (Double(place.epochs) - done) / Double(max(1, epochs)))
  }
}
