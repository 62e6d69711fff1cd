import Torch

/// What one experience does with one masked layer, in mask entries.
struct CapacityUse: Equatable {
  /// All entries while it was learned.
  var total: Int
  /// Newly reserved by it.
  var fresh: Int
  /// Reserved by earlier experiences and used by it again.
  var reused: Int
  /// Reserved by earlier experiences and left alone by it.
  var resting: Int

  /// Free when it had ended, before the layer grew.
  var free: Int { total - fresh - reused - resting }
  /// Reserved when it had ended.
  var reserved: Int { fresh + reused + resting }

  static func + (left: Self, right: Self) -> Self {
    CapacityUse(
      total: left.total + right.total, fresh: left.fresh + right.fresh,
      reused: left.reused + right.reused, resting: left.resting + right.resting)
  }

  static let none = CapacityUse(total: 0, fresh: 0, reused: 0, resting: 0)

  /// The use of every layer by every finished experience, `[experience][layer]`, read off the masks
  /// that they keep.
  static func all(_ memory: MaskedGenerator) throws -> [[CapacityUse]] {
    try withoutGradients {
      var reserved: [Tensor] = []
      return try memory.experiences.prefix(memory.finished).map { experience in
        let masks = try experience.masks.map { try $0.to(.float32) }
        let before = try masks.indices.map { layer in
          let room = try Tensor.zeros(masks[layer].shape, device: masks[layer].device)
          guard layer < reserved.count else { return room }
          try room.corner(like: reserved[layer]).copy(from: reserved[layer])
          return room
        }
        reserved = try zip(before, masks).map { try $0.maximum($1) }
        return try zip(before, masks).map { before, mask in
          let reused = try count(before * mask)
          return CapacityUse(
            total: mask.count, fresh: try count(mask) - reused, reused: reused,
            resting: try count(before) - reused)
        }
      }
    }
  }

  private static func count(_ ones: Tensor) throws -> Int { Int(try ones.sum().item().rounded()) }
}

extension Tensor {
  /// The part that a tensor with no more entries along any axis covers.
  func corner(like small: Tensor) throws -> Tensor {
    try small.shape.enumerated().reduce(self) {
      try $0.narrow(dim: $1.offset, start: 0, count: $1.element)
    }
  }
}
