import Catalog
import Models
import Torch

/// A uniform sample of all images so far with their labels and with the scores that the classifier had
/// for them when they were taken; filled step by step.
///
/// Image n, from 0, takes place n while there is room; later it takes a place drawn from 0...n, if there
/// is one of that number. Each pass over an experience counts its images again.
/// Source: Vitter 1985, doi:10.1145/3147.3165, algorithm R.
package final class TrajectoryMemory {
  /// Stored images with what belongs to them, `[batch, ...]`.
  package struct Draw {
    /// In 0...1.
    package let inputs: Tensor
    package let labels: Tensor
    package let scores: Tensor
  }

  /// The most bytes that it takes.
  private static let limit = 1 << 30

  package let capacity: Int
  package let store: ParameterStore
  private let (images, labels, scores, seen): (Tensor, Tensor, Tensor, Tensor)

  /// Room for `capacity` images of `shape` with `outputs` scores each.
  ///
  /// - Throws: `ModelError` if that is more than a memory may hold.
  package init(
    _ capacity: Int, shape: ImageShape, outputs: Int, key: RandomKey, device: Device
  ) throws {
    let each = Self.imageBytes(shape, outputs: outputs)
    guard capacity <= Self.limit / each else {
      throw ModelError(
        "memory=\(capacity) images with their scores do not fit into 1 GiB: "
          + "use memory=\(Self.limit / each) or less")
    }
    self.capacity = capacity
    store = ParameterStore(key: key, device: device)
    images = try store.buffer(
      "images",
      .zeros([capacity, shape.channels, shape.height, shape.width], type: .uint8, device: device))
    labels = try store.buffer("labels", .zeros([capacity], type: .int64, device: device))
    scores = try store.buffer("scores", [capacity, outputs], 0)
    seen = try store.buffer("seen", .zeros([1], type: .int64, device: device))
  }

  /// Bytes of an image and its scores.
  package static func imageBytes(_ shape: ImageShape, outputs: Int) -> Int {
    shape.count + 4 * outputs
  }

  /// Scores kept with each image.
  package var outputs: Int { scores.shape[1] }

  /// Images kept.
  package var count: Int { get throws { try min(capacity, seen.integers()[0]) } }

  /// Bytes of kept images and their scores.
  package var byteCount: Int {
    get throws { try count * (images.count / capacity + 4 * scores.shape[1]) }
  }

  /// Takes in images, `[batch, channels, height, width]` in 0...1, as the reservoir decides.
  package func add(_ inputs: Tensor, labels new: Tensor, scores fresh: Tensor, key: RandomKey)
    throws
  {
    let before = try seen.integers()[0]
    let arrivals = try ReservoirMemory.arrivals(
      inputs.shape[0], after: before, capacity: capacity, key: key)
    try withoutGradients { try seen.copy(from: Tensor([before + inputs.shape[0]])) }
    guard !arrivals.isEmpty else { return }
    try withoutGradients {
      let bytes = try (inputs * 255.0 + 0.5).to(.uint8)
      for (place, row) in arrivals {
        try images.select(dim: 0, place).copy(from: bytes.select(dim: 0, row))
        try labels.select(dim: 0, place).copy(from: new.select(dim: 0, row))
        try scores.select(dim: 0, place).copy(from: fresh.select(dim: 0, row))
      }
    }
  }

  /// `count` images, drawn uniformly; nil if none is kept.
  package func draw(_ count: Int, key: RandomKey) throws -> Draw? {
    let kept = try self.count
    guard kept > 0, count > 0 else { return nil }
    let places = try Tensor.integers(below: kept, shape: [count], key: key).to(images.device)
    return Draw(
      inputs: try images.indexSelect(dim: 0, places).to(.float32) / 255,
      labels: try labels.indexSelect(dim: 0, places),
      scores: try scores.indexSelect(dim: 0, places))
  }
}
