import Torch

/// Images of all old classes, generated at once or stored, and handed out in slices.
struct ReplayPool {
  /// `[old classes, images, channels, 32, 32]` in -1...1.
  private let images: Tensor
  /// Images of each class.
  let count: Int

  /// `count` images of each class at the places below `classes`: those of `kept`,
  /// `[kept, channels, 32, 32]` in -1...1, and generated ones for the rest; nil if there is none.
  ///
  /// Dreams of old classes are those that the experience at hand found, whatever weights do since,
  /// unless there is none (`asFound`).
  init?(
    _ generator: MaskedGenerator, classes: Int, count: Int, kept: [Int: Tensor] = [:],
    asFound: Bool = true, key: RandomKey
  ) throws {
    guard classes > 0, count > 0 else { return nil }
    let recalled = try (0..<classes).compactMap { output in
      guard let real = kept[output], real.shape[0] > 0 else {
        return try generator.recall(
          output, count: count, asFound: asFound, key: key("class", output))
      }
      let share = try real.narrow(dim: 0, start: 0, count: min(count, real.shape[0]))
      guard share.shape[0] < count else { return share }
      return try generator.recall(
        output, count: count - share.shape[0], asFound: asFound, key: key("class", output)
      ).map { try Tensor.concatenate([share, $0], dim: 0) }
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
