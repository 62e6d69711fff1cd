import Torch

/// Images of all old classes, dreamed in one go and handed out in slices.
struct ReplayPool {
  /// `[old classes, images, channels, 32, 32]` in -1...1.
  private let images: Tensor
  /// Images of each class.
  let count: Int

  /// Dreams `count` images of each class at the places below `classes`; nil if there is none.
  init?(
    _ generator: MaskedGenerator, classes: Int, count: Int, key: RandomKey
  ) throws {
    guard classes > 0, count > 0 else { return nil }
    let recalled = try (0..<classes).compactMap {
      try generator.recall($0, count: count, key: key("class", $0))
    }
    (images, self.count) = (try Tensor.stack(recalled, dim: 0), count)
  }

  /// The images of every class at places `range` of an order drawn from `key`, with their labels.
  func slice(_ range: Range<Int>, key: RandomKey) throws -> (images: Tensor, labels: Tensor)? {
    let range = range.clamped(to: 0..<count)
    guard !range.isEmpty else { return nil }
    let order = try Tensor.permutation(count, key: key)
      .narrow(dim: 0, start: range.lowerBound, count: range.count).to(images.device)
    let (classes, shape) = (images.shape[0], images.shape)
    let labels = try Tensor.arange(classes, device: images.device).unsqueeze(1)
      .expand([classes, range.count]).reshape([-1])
    let chosen = try images.indexSelect(dim: 1, order)
    return (try chosen.reshape([classes * range.count] + shape[2...]), labels)
  }
}
