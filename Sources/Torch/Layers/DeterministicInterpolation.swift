/// Bilinear interpolation with deterministic gradients, on GPUs too.
///
/// There the gradients of libtorch's own interpolations are sums in a random order, and libtorch
/// refuses them in deterministic mode. On the CPU libtorch's are deterministic and up to four times
/// as fast.
extension Tensor {
  /// Whether libtorch would refuse the gradients of its own interpolations.
  var mustBeDeterministic: Bool { device != .cpu && Backend.configuration.isDeterministic }

  /// The result of `stretched`, by one matrix product for the columns and one for the rows.
  func stretchedByProducts(height: Int, width: Int) throws -> Tensor {
    let shape = self.shape
    let (columns, rows) = (
      try tents(from: shape[3], to: width), try tents(from: shape[2], to: height)
    )
    return try matmul(columns).transpose(2, 3).matmul(rows).transpose(2, 3)
  }

  /// The weight of each of `count` pixels in each of `wanted` ones, `[count, wanted]`: 1 at the same
  /// place, falling linearly to 0 at the next pixel.
  private func tents(from count: Int, to wanted: Int) throws -> Tensor {
    let type = elementType ?? .float32
    let step = wanted > 1 ? Double(count - 1) / Double(wanted - 1) : 0
    let places = try Tensor.arange(wanted, device: device).to(type) * step
    let pixels = try Tensor.arange(count, device: device).to(type).unsqueeze(1)
    return try (1.0 - (places - pixels).abs()).clamp(0, nil)
  }

  /// The result of `sampled`: the four pixels around each point, gathered and weighted.
  func sampledByGathering(at grid: Tensor) throws -> Tensor {
    let (shape, places) = (self.shape, grid.shape)
    guard shape.count == 4, places.count == 4, places[0] == shape[0], places[3] == 2,
      shape[2] > 0, shape[3] > 0
    else {
      throw TorchError("images of shape \(shape) cannot be sampled at points of shape \(places)")
    }
    let count = places[1] * places[2]
    let flat = try grid.reshape([shape[0], count, 2])
    let columns = try Self.neighbours(flat.select(dim: 2, 0), of: shape[3])
    let rows = try Self.neighbours(flat.select(dim: 2, 1), of: shape[2])
    let pairs = rows.flatMap { row in columns.map { (row, $0) } }
    let indices = try Tensor.stack(
      pairs.map { try $0.index * Double(shape[3]) + $1.index }, dim: 1
    ).to(.int64).reshape([shape[0], 1, 4 * count]).expand([shape[0], shape[1], 4 * count])
    let weights = try Tensor.stack(pairs.map { try $0.weight * $1.weight }, dim: 1).unsqueeze(1)
    let pixels = try reshape([shape[0], shape[1], shape[2] * shape[3]]).gather(dim: 2, indices)
      .reshape([shape[0], shape[1], 4, count])
    return try (pixels * weights).sum(dims: [2])
      .reshape([shape[0], shape[1], places[1], places[2]])
  }

  /// The two of `count` pixels on either side of each of `places`, mirrored into the image, with their
  /// weights; the second weight is 0 where that pixel would lie outside.
  private static func neighbours(
    _ places: Tensor, of count: Int
  ) throws -> [(index: Tensor, weight: Tensor)] {
    let span = Double(count)
    // In pixels from the outer edge of the first one.
    let far = try ((places + 1.0) * (span / 2)).abs()
    let folded = try far - (far / (2 * span)).floor() * (2 * span)
    let mirrored = try span - (folded - span).abs()
    let place = try (mirrored - 0.5).clamp(0, span - 1)
    let first = try place.floor()
    let share = try place - first
    return [
      (first, try 1.0 - share), (try (first + 1.0).clamp(nil, span - 1), share),
    ]
  }
}
