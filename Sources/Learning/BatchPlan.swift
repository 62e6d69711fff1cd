import Streams
import Torch

/// Which images make up each step of one phase of an experience.
///
/// Every epoch goes through all images in an order of its own, drawn from the key and the epoch; the
/// last batch of an epoch may be smaller.
final class BatchPlan {
  let steps: Int
  private let phase: Int
  private let feed: ImageFeed
  private let count: Int
  private let batch: Int
  private let perEpoch: Int
  private let key: RandomKey
  private var order: (epoch: Int, positions: Tensor)?

  init(
    _ images: ImageSelection, budget: Budget, phase: Int = 0, key: RandomKey, device: Device
  ) throws {
    self.phase = phase
    feed = try ImageFeed(images, device: device)
    (count, self.key, batch) = (images.count, key, budget.batch)
    perEpoch = budget.stepsPerEpoch(images.count)
    steps = budget.total(images.count)
  }

  func isEpochStart(_ step: Int) -> Bool { step % perEpoch == 0 }

  func batch(_ step: Int, key stepKey: RandomKey) throws -> Batch {
    let (epoch, position) = step.quotientAndRemainder(dividingBy: perEpoch)
    let start = position * batch
    let positions = try order(epoch).narrow(
      dim: 0, start: start, count: min(batch, count - start))
    let chosen = try feed.batch(at: positions)
    let place = Batch.Place(
      epoch: epoch, epochs: (steps + perEpoch - 1) / perEpoch, start: start, images: count)
    return Batch(
      inputs: chosen.inputs, labels: chosen.labels, phase: phase, step: step, steps: steps,
      place: place, key: stepKey)
  }

  private func order(_ epoch: Int) throws -> Tensor {
    if let order, order.epoch == epoch { return order.positions }
    let positions = try Tensor.permutation(count, key: key("epoch", epoch))
    order = (epoch, positions)
    return positions
  }
}
