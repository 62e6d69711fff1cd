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
  /// Images of several steps, as fetching many at a time costs less.
  private var block: (epoch: Int, number: Int, images: ImageFeed.Batch)?
  /// Steps in a block.
  private let together: Int

  init(
    _ images: ImageSelection, budget: Budget, phase: Int = 0, key: RandomKey, device: Device
  ) throws {
    self.phase = phase
    feed = try ImageFeed(images, device: device)
    (count, self.key, batch) = (images.count, key, budget.batch)
    perEpoch = budget.stepsPerEpoch(images.count)
    steps = budget.total(images.count)
    let elements = images.archive.shape.count.multipliedReportingOverflow(by: budget.batch)
    together = elements.overflow ? 1 : max(1, Self.blockElements / max(1, elements.partialValue))
  }

  /// Numbers in a block of images: 4 MiB, which stays in the cache.
  private static let blockElements = 1 << 20

  func isEpochStart(_ step: Int) -> Bool { step % perEpoch == 0 }

  func batch(_ step: Int, key stepKey: RandomKey) throws -> Batch {
    let (epoch, position) = step.quotientAndRemainder(dividingBy: perEpoch)
    let start = position * batch
    let chosen = try images(epoch, start..<min(start + batch, count), position)
    let place = Batch.Place(
      epoch: epoch, epochs: (steps + perEpoch - 1) / perEpoch, start: start, images: count)
    return Batch(
      inputs: chosen.inputs, labels: chosen.labels, phase: phase, step: step, steps: steps,
      place: place, key: stepKey)
  }

  /// The images at `range` of the epoch's order, which make up the step at `position`.
  private func images(
    _ epoch: Int, _ range: Range<Int>, _ position: Int
  ) throws -> ImageFeed.Batch {
    let number = position / together
    let first = number * together * batch
    if block?.epoch != epoch || block?.number != number {
      block = nil
      let positions = try order(epoch).narrow(
        dim: 0, start: first, count: min(together * batch, count - first))
      block = (epoch, number, try feed.batch(at: positions))
    }
    guard let (inputs, labels) = block?.images else { throw TorchError("a block has no images") }
    return (
      try inputs.narrow(dim: 0, start: range.lowerBound - first, count: range.count),
      try labels.narrow(dim: 0, start: range.lowerBound - first, count: range.count)
    )
  }

  private func order(_ epoch: Int) throws -> Tensor {
    if let order, order.epoch == epoch { return order.positions }
    let positions = try Tensor.permutation(count, key: key("epoch", epoch))
    order = (epoch, positions)
    return positions
  }
}
