import Streams
import Torch

/// Real images of finished experiences, a fixed number of each class, chosen once by a key.
struct ExemplarMemory {
  let store: ParameterStore
  /// Images to keep of each class; 0: none.
  let limit: Int
  /// By place in the head: uint8, `[kept, channels, height, width]` of the data.
  private(set) var images: [Int: Tensor] = [:]

  init(limit: Int, key: RandomKey, device: Device) {
    self.limit = limit
    store = ParameterStore(key: key, device: device)
  }

  /// Makes room for the classes of `experience`; all images are black until `keep`.
  mutating func open(_ experience: Experience) throws {
    guard limit > 0 else { return }
    let shape = experience.train.archive.shape
    for output in experience.outputs {
      let kept = min(limit, experience.train.labels.count { $0 == output })
      images[output] = try store.buffer(
        "class\(output + 1)",
        .zeros(
          [kept, shape.channels, shape.height, shape.width], type: .uint8, device: store.device))
    }
  }

  /// Keeps images of the classes of `experience`, which is at its end.
  mutating func keep(_ experience: Experience) throws {
    guard limit > 0 else { return }
    try open(experience)
    let feed = try ImageFeed(experience.train, device: store.device)
    for output in experience.outputs {
      guard let room = images[output] else { continue }
      let places = experience.train.labels.indices.filter { experience.train.labels[$0] == output }
      let order = try Tensor.permutation(places.count, key: store.key("class", output))
        .narrow(dim: 0, start: 0, count: room.shape[0])
      let chosen = try Tensor(places).indexSelect(dim: 0, order)
      try room.copy(from: (feed.batch(at: chosen).inputs * 255.0 + 0.5).to(.uint8))
    }
  }

  /// Bytes of all kept images.
  var byteCount: Int { images.values.reduce(0) { $0 + $1.count } }
}
