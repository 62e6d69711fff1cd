import Torch

/// Discriminates generated from real features, given the class; features are maps (images are one
/// kind) or flat.
///
/// The score is the projection <q, P c> / sqrt(units) alone, without an unconditional term.
/// Source: Thandiackal et al., arXiv:2106.05350, whose three networks (for images and for the third
/// and fourth stage of ResNet-18) result at width 512; projection: Miyato and Koyama 2018,
/// arXiv:1802.05637. For flat features: three linear layers, where the published code has nine. For
/// maps of more than 32 x 32, which it has none for: two more convolutions in front for every
/// doubling, with half the channels, so that all sizes take about the same time.
package final class ProjectionDiscriminator {
  /// Entries of q, whatever the width.
  private static let units = 128
  /// The largest number of images whose deviation is taken together.
  private static let group = 32

  package let store: ParameterStore
  private let classes: Int
  private let blocks: [[EqualizedConvolution]]
  private let epilogue: EqualizedConvolution?
  private let linear: [EqualizedLinear]
  private let query: EqualizedLinear
  private let projection: EqualizedLinear

  /// - Parameters:
  ///   - shape: `[channels, height, width]` or `[units]` of one image's features.
  ///   - stage: where they come from; 0: images.
  ///   - classes: all that there will ever be.
  ///   - width: channels of the last convolutions.
  /// - Throws: `ModelError` if it is too large.
  package init(
    shape: [Int], stage: Int, classes: Int, width: Int = 512, in store: ParameterStore
  ) throws {
    (self.store, self.classes) = (store, classes)
    let widths = shape.count == 3 ? Self.widths(shape, stage: stage, last: width) : []
    var area = Array(shape.dropFirst())
    for _ in widths where area.min() ?? 0 >= 4 { area = area.map { $0 / 2 } }
    try NetworkSize.check(
      "the discriminator",
      widths.joined().map { 9 * $0 * width } + [
        shape[0] * width * 9, (2 + area.reduce(1, *)) * width * width, 128 * classes,
      ])
    var channels = shape[0]
    blocks = try widths.enumerated().map { number, outputs in
      try outputs.enumerated().map { index, outputs in
        defer { channels = outputs }
        return try EqualizedConvolution(
          channels, outputs, in: store, "block\(number + 1).conv\(index + 1)")
      }
    }
    if shape.count == 3 {
      epilogue = try EqualizedConvolution(channels + 1, width, in: store, "epilogue")
      linear = [
        try EqualizedLinear(width * area.reduce(1, *), width, in: store, "linear1")
      ]
    } else {
      epilogue = nil
      linear = try [channels, width, width + 1].enumerated().map {
        try EqualizedLinear($1, width, in: store, "linear\($0 + 1)")
      }
    }
    query = try EqualizedLinear(width, Self.units, in: store, "query")
    projection = try EqualizedLinear(classes, Self.units, bias: nil, in: store, "projection")
  }

  /// Channels of the convolutions of each block; the size is halved after a block.
  private static func widths(_ shape: [Int], stage: Int, last: Int) -> [[Int]] {
    func part(_ halvings: Int) -> Int { max(1, last >> halvings) }
    let size = min(shape[1], shape[2])
    switch stage == 0 ? max(17, size) : size {
    case 17...:
      var large = 0
      while (size - 1) >> large >= 32 { large += 1 }
      return (0..<large).map { [Int](repeating: part(2 + large - $0), count: 2) }
        + [[part(2), part(2)], [part(1), part(1)], [last, last], [last]]
    case 9...16: return [[part(2)], [part(1), part(1)], [last, last]]
    case 5...8: return [[part(1), part(1)], [last, last]]
    default: return [[last, last]]
    }
  }

  /// Scores, `[batch]`, higher for more real, of `features` with their `labels`, `[batch]`.
  package func callAsFunction(_ features: Tensor, labels: Tensor) throws -> Tensor {
    var hidden = features
    for block in blocks {
      for convolution in block { hidden = try convolution(hidden).leakyRelu(0.2) }
      let shape = hidden.shape
      if min(shape[2], shape[3]) >= 4 { hidden = try hidden.averagePool(2) }
    }
    if let epilogue {
      hidden = try epilogue(Self.withDeviation(hidden, group: Self.group)).leakyRelu(0.2)
      hidden = try linear[0](hidden.flatten(from: 1)).leakyRelu(0.2)
    } else {
      for layer in linear.dropLast() { hidden = try layer(hidden).leakyRelu(0.2) }
      hidden = try linear[2](Self.withDeviation(hidden, group: Self.group)).leakyRelu(0.2)
    }
    let product = try query(hidden) * projection(labels.oneHot(classes))
    return try product.sum(dims: [1]) / Double(Self.units).squareRoot()
  }

  /// `features` with one more channel: how much images of a group differ, the same for all of them.
  ///
  /// Image i belongs to group i mod n; groups are as large as they can be, up to `group`, so that
  /// all have one size. Source: Karras et al. 2018, arXiv:1710.10196, section 3.
  static func withDeviation(_ features: Tensor, group: Int) throws -> Tensor {
    let shape = features.shape
    guard let count = shape.first, count > 0 else { return features }
    let size = (1...min(group, count)).last { count % $0 == 0 } ?? 1
    let groups = try features.reshape([size, count / size, -1])
    let spread = try (groups - groups.mean(dims: [0], keepDims: true)).square().mean(dims: [0])
    let deviation = try (spread + 1e-8).sqrt().mean(dims: [1])
    let ones = [Int](repeating: 1, count: shape.count - 1)
    let map = try deviation.unsqueeze(0).expand([size, count / size]).reshape([count] + ones)
      .expand([count, 1] + shape.dropFirst(2))
    return try .concatenate([features, map], dim: 1)
  }
}
