import Catalog
import Streams
import Torch

/// A uniform sample of all real images of the past: whatever its class and experience, every image is
/// kept with the same probability.
///
/// Image n, from 0, takes place n while there is room; later it takes a place drawn from 0...n, if there
/// is one of that number. The images of an experience go by once, at its end.
/// Source: Vitter 1985, doi:10.1145/3147.3165, algorithm R.
package final class ReservoirMemory: ImageMemory {
  package let capacity: Int
  package private(set) var store: ParameterStore
  /// uint8, `[kept, channels, height, width]`, and their classes' places in the head, `[kept]`.
  private var kept: (images: Tensor, labels: Tensor)?
  /// Images that have gone by.
  private var seen = 0
  /// Whether the newest images that have gone by are those of an experience that is learned further.
  private var isOpen = false
  private let key: RandomKey
  private let device: Device

  package init(_ capacity: Int, key: RandomKey, device: Device) {
    (self.capacity, self.key, self.device) = (capacity, key, device)
    store = ParameterStore(key: key, device: device)
  }

  package var byteCount: Int { kept?.images.count ?? 0 }

  /// The places in the head of all kept images.
  var outputs: [Int] { get throws { try kept?.labels.integers() ?? [] } }

  package func restore(past: [Experience]) throws {
    isOpen = false
    guard let shape = past.first?.train.archive.shape else { return }
    seen = past.reduce(0) { $0 + $1.train.count }
    kept = try makeRoom(shape)
  }

  /// The sample stays as it is, and so do draws from it.
  package func reopen(_ experience: Experience) { isOpen = true }

  package func keep(
    _ experience: Experience, features: ((Tensor) throws -> Tensor)? = nil
  ) throws {
    guard !isOpen else {
      isOpen = false
      return
    }
    let (shape, count) = (experience.train.archive.shape, experience.train.count)
    let arrivals = try Self.arrivals(
      count, after: seen, capacity: capacity, key: key("experience", experience.index))
    let old = kept
    seen += count
    let room = try makeRoom(shape)
    if let old {
      try room.images.narrow(dim: 0, start: 0, count: old.images.shape[0]).copy(from: old.images)
      try room.labels.narrow(dim: 0, start: 0, count: old.labels.shape[0]).copy(from: old.labels)
    }
    kept = room
    guard !arrivals.isEmpty else { return }
    let feed = try ImageFeed(experience.train, device: device)
    for start in stride(from: 0, to: arrivals.count, by: 256) {
      let part = arrivals[start..<min(start + 256, arrivals.count)]
      let batch = try feed.batch(at: Tensor(part.map(\.image)))
      let bytes = try (batch.inputs * 255.0 + 0.5).to(.uint8)
      for (row, arrival) in part.enumerated() {
        try room.images.select(dim: 0, arrival.place).copy(from: bytes.select(dim: 0, row))
        try room.labels.select(dim: 0, arrival.place).copy(from: batch.labels.select(dim: 0, row))
      }
    }
  }

  /// Which of `count` images, that come after `seen` others, end in which places, in order of place.
  static func arrivals(
    _ count: Int, after seen: Int, capacity: Int, key: RandomKey
  ) throws -> [(place: Int, image: Int)] {
    let draws = try Tensor.uniform([count], key: key, type: .float64).doubles()
    var newest: [Int: Int] = [:]
    for (image, draw) in draws.enumerated() {
      let number = seen + image
      let place = number < capacity ? number : min(number, Int(draw * Double(number + 1)))
      if place < capacity { newest[place] = image }
    }
    return newest.sorted { $0.key < $1.key }.map { (place: $0.key, image: $0.value) }
  }

  private func makeRoom(_ shape: ImageShape) throws -> (images: Tensor, labels: Tensor) {
    let count = min(capacity, seen)
    store = ParameterStore(key: key, device: device)
    return (
      try store.buffer(
        "images",
        .zeros([count, shape.channels, shape.height, shape.width], type: .uint8, device: device)),
      try store.buffer("labels", .zeros([count], type: .int64, device: device))
    )
  }

  /// `count` images, drawn uniformly with their labels; nil if none is kept.
  package func draw(_ count: Int, key: RandomKey) throws -> ReplayBatch? {
    guard let kept, kept.images.shape[0] > 0, count > 0 else { return nil }
    let places = try Tensor.integers(below: kept.images.shape[0], shape: [count], key: key)
      .to(device)
    return ReplayBatch(
      inputs: try kept.images.indexSelect(dim: 0, places).to(.float32) / 255,
      labels: try kept.labels.indexSelect(dim: 0, places), scores: nil)
  }
}
