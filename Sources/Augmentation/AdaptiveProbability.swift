import Torch

/// The probability of augmentation, increased while a discriminator overfits to the real images.
///
/// Every `interval` steps p increases by `interval / ramp` if the mean sign of the scores of real
/// images since then is above `target`, and decreases if it is below; it stays in 0...limit. The ramp is
/// a number of steps, in which p can rise from 0 to 1.
/// Source: Karras et al. 2020, arXiv:2006.06676, section 3.1.
package final class AdaptiveProbability {
  /// The state: p, and the sum of mean signs since it was last adapted.
  package let store: ParameterStore
  private let (probability, signs): (Tensor, Tensor)
  private let (target, limit): (Double, Double)
  private let interval: Int

  package init(
    target: Double = 0.5, limit: Double = 0.5, interval: Int = 4, key: RandomKey,
    device: Device = .cpu
  ) throws {
    (self.target, self.limit, self.interval) = (target, limit, max(1, interval))
    store = ParameterStore(key: key, device: device)
    // On the CPU, because every step reads it.
    probability = try store.buffer("probability", .zeros([], type: .float64))
    signs = try store.buffer("signs", [], 0)
  }

  /// The current p.
  package var value: Double { get throws { try probability.item() } }

  /// Restarts at `value`.
  package func reset(to value: Double = 0) throws {
    try probability.fill(min(max(value, 0), limit))
    try signs.zero()
  }

  /// Adds the scores of the real images of step `step`, counted from 0.
  package func observe(_ scores: Tensor, step: Int, ramp: Int) throws {
    try withoutGradients {
      try signs.add(inPlace: (scores .> 0).to(.float32).mean() - (scores .< 0).to(.float32).mean())
    }
    guard (step + 1) % interval == 0 else { return }
    let excess = try signs.item() / Double(interval) - target
    let move = Double(excess.sign == .minus ? -1 : excess > 0 ? 1 : 0)
    let moved = try value + move * Double(interval) / Double(max(1, ramp))
    try probability.fill(min(max(moved, 0), limit))
    try signs.zero()
  }
}
