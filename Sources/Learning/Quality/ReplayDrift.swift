import Streams
import Torch

/// How far generated images have moved from those of an earlier state for the same random numbers.
package struct ReplayDrift {
  /// Mean and largest absolute change of a pixel, in 0...1.
  package let (mean, most): (Double, Double)

  /// Compares `count` images of each class of the experiences `learned`, or of any class where none can
  /// be asked for; nil if there are none to be had.
  package init?(
    _ run: LearningRun, since earlier: LearningRun, _ learned: [Experience], count: Int,
    key: RandomKey
  ) throws {
    var changes: [Tensor] = []
    for place in learned.flatMap(\.outputs) {
      let key = key("class", place)
      if let now = try run.dream(count, of: place, key: key),
        let then = try earlier.dream(count, of: place, key: key)
      {
        changes.append(try (now - then).abs())
      }
    }
    if changes.isEmpty, let now = try run.dream(count, key: key),
      let then = try earlier.dream(count, key: key)
    {
      changes.append(try (now - then).abs())
    }
    guard !changes.isEmpty else { return nil }
    let all = try Tensor.concatenate(changes, dim: 0).to(.float64).flatten()
    (mean, most) = (try all.mean().item(), try all.max(dim: 0).values.item())
  }
}
