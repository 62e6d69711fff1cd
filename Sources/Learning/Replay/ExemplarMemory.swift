import Catalog
import Streams
import Torch

/// Real images of past experiences, equally many of each class where available.
///
/// Which images are kept is decided when their experience ends; when space runs short, each class
/// gives up those chosen last.
package final class ExemplarMemory: ImageMemory {
  /// How many images there is room for.
  package enum Capacity: Sendable, Equatable {
    /// This many of each class.
    case perClass(Int)
    /// This many in total, shared equally by the classes so far.
    case total(Int)
    /// As many as fit into this many bytes, one for each pixel value.
    case bytes(Int)
  }

  /// Which images of a class are kept.
  package enum Selection: String, SettingChoice {
    /// Drawn from the key.
    case random
    /// Those whose mean is nearest to the mean of the class, in the features of a network.
    case herding
  }

  package let capacity: Capacity
  package let selection: Selection
  /// The images of one class in one experience.
  package struct Group {
    /// The class's place in the head.
    package let output: Int
    /// uint8, `[kept, channels, height, width]` of the data, in the order in which they were chosen.
    package let images: Tensor
  }

  /// The images, `class1` and so on; another one after each `keep`.
  package private(set) var store: ParameterStore
  /// In the order in which their classes came.
  package private(set) var groups: [Group] = []
  /// The last groups, of an experience that is learned further: they are not past.
  private var openGroups = 0
  /// Those of earlier experiences than the one that is learned.
  package var past: ArraySlice<Group> { groups.dropLast(openGroups) }
  private let key: RandomKey
  private let device: Device

  package init(
    _ capacity: Capacity, selection: Selection = .random, key: RandomKey, device: Device
  ) {
    (self.capacity, self.selection) = (capacity, selection)
    (self.key, self.device) = (key, device)
    store = ParameterStore(key: key, device: device)
  }

  /// Whether nothing will ever be kept.
  package var isEmpty: Bool {
    switch capacity {
    case .perClass(let count), .total(let count), .bytes(let count): count == 0
    }
  }

  /// Bytes of all kept images.
  package var byteCount: Int { groups.reduce(0) { $0 + $1.images.count } }

  /// How many images of a class with `available` ones are kept, when there are `classes`.
  private func share(_ available: Int, classes: Int, _ shape: ImageShape) -> Int {
    switch capacity {
    case .perClass(let count): min(count, available)
    case .total(let count): min(count / max(1, classes), available)
    case .bytes(let count): min(count / shape.count / max(1, classes), available)
    }
  }

  /// Makes room for the classes of the experiences `past`; all images are black until the store's
  /// values are restored.
  package func restore(past: [Experience]) throws {
    openGroups = 0
    guard !isEmpty, let shape = past.first?.train.archive.shape else { return }
    let found = past.flatMap { experience in
      experience.outputs.map { output in
        (output: output, available: experience.train.labels.count { $0 == output })
      }
    }
    try fill(shape, found) { _, _ in }
  }

  package func reopen(_ experience: Experience) { openGroups = experience.outputs.count }

  /// Keeps images of the classes of `experience`, which is at its end.
  ///
  /// - Parameter features: of images, `[batch, channels, height, width]` in 0...1: `[batch, units]`;
  ///   needed by herding.
  package func keep(
    _ experience: Experience, features: ((Tensor) throws -> Tensor)? = nil
  ) throws {
    guard !isEmpty else { return }
    let (old, labels) = (Array(past), experience.train.labels)
    openGroups = 0
    let found =
      old.map { (output: $0.output, available: $0.images.shape[0]) }
      + experience.outputs.map { output in
        (output: output, available: labels.count { $0 == output })
      }
    let feed = try ImageFeed(experience.train, device: device)
    try fill(experience.train.archive.shape, found) { index, room in
      if index < old.count {
        try room.copy(from: old[index].images.narrow(dim: 0, start: 0, count: room.shape[0]))
        return
      }
      let places = labels.indices.filter { labels[$0] == found[index].output }
      let chosen = try choose(room.shape[0], of: places, index, feed, features)
      try room.copy(from: (feed.batch(at: chosen).inputs * 255.0 + 0.5).to(.uint8))
    }
  }

  /// Makes a store with as much room for each class as it may have, and has `write` put images there.
  private func fill(
    _ shape: ImageShape, _ found: [(output: Int, available: Int)],
    _ write: (_ index: Int, Tensor) throws -> Void
  ) throws {
    guard !isEmpty else { return }
    let fresh = ParameterStore(key: key, device: device)
    let filled = try found.enumerated().map { index, group in
      let count = share(group.available, classes: found.count, shape)
      let room = try fresh.buffer(
        "class\(index + 1)",
        .zeros([count, shape.channels, shape.height, shape.width], type: .uint8, device: device))
      try write(index, room)
      return Group(output: group.output, images: room)
    }
    (store, groups) = (fresh, filled)
  }

  /// `count` of `places`, in the order in which they are to be kept.
  private func choose(
    _ count: Int, of places: [Int], _ index: Int, _ feed: ImageFeed,
    _ features: ((Tensor) throws -> Tensor)?
  ) throws -> Tensor {
    if selection == .herding, let features {
      let order = try withoutGradients {
        try Herding.order(count, of: featureRows(places, feed, features))
      }
      return try Tensor(order.map { places[$0] })
    }
    let order = try Tensor.permutation(places.count, key: key("class", index))
      .narrow(dim: 0, start: 0, count: count)
    return try Tensor(places).indexSelect(dim: 0, order)
  }

  /// The features of the images at `places`, `[places, units]`.
  private func featureRows(
    _ places: [Int], _ feed: ImageFeed, _ features: (Tensor) throws -> Tensor
  ) throws -> Tensor {
    let chunk = 256
    let pieces = try stride(from: 0, to: places.count, by: chunk).map { start in
      let part = Array(places[start..<min(start + chunk, places.count)])
      return try features(feed.batch(at: Tensor(part)).inputs).flatten(from: 1)
    }
    return try Tensor.concatenate(pieces, dim: 0)
  }

  /// `count` images, each of a class and a place drawn uniformly, with their labels; nil if none is
  /// kept.
  package func draw(_ count: Int, key: RandomKey) throws -> ReplayBatch? {
    let kept = past.filter { $0.images.shape[0] > 0 }
    guard !kept.isEmpty, count > 0 else { return nil }
    let numbers = try Tensor.integers(below: kept.count, shape: [count], key: key("classes"))
      .integers()
    let places = try Tensor.uniform([count], key: key("places"), device: .cpu).doubles()
    let drawn = try zip(numbers, places).map { number, place in
      let size = kept[number].images.shape[0]
      return try kept[number].images.select(dim: 0, min(size - 1, Int(place * Double(size))))
    }
    let labels = try Tensor(numbers.map { kept[$0].output }).to(device)
    return ReplayBatch(
      inputs: try Tensor.stack(drawn, dim: 0).to(.float32) / 255, labels: labels, scores: nil)
  }
}
