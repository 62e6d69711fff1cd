import Catalog
import Torch

/// A generator of images of a class: a code and the class become a style, which scales and shifts
/// the channels in front of every convolution.
///
/// From a learned constant of about 4 x 4 the size doubles until the image's is reached; each size
/// but the last has two convolutions, each with a noise map of its own. Pixels are not bounded.
/// At 32 x 32 with width 64 it is the network of Thandiackal et al., arXiv:2106.05350; the style
/// follows Karras et al. 2019, arXiv:1812.04948, without instance norm.
public final class StyleGenerator {
  private let shape: ImageShape
  private let classes: Int
  /// Normal numbers that an image is made from.
  public let latent: Int
  public let store: ParameterStore
  private let label: EqualizedLinear
  private let mapping: [EqualizedLinear]
  private let constant: Tensor
  private let layers: [StyledConvolution]
  private let output: StyledConvolution
  /// Rows and columns of each layer's input.
  private let sizes: [(height: Int, width: Int)]
  private let normalizesCode: Bool

  /// - Parameters:
  ///   - shape: that of the images.
  ///   - classes: all that there will ever be.
  ///   - width: channels at the full size; twice as many at each smaller size, at most 8 times.
  ///   - normalizesCode: whether codes are brought to the hypersphere first.
  /// - Throws: `ModelError` if it is too large.
  public init(
    shape: ImageShape, classes: Int, width: Int = 64, latent: Int = 512,
    normalizesCode: Bool = false, in store: ParameterStore
  ) throws {
    (self.shape, self.classes, self.latent) = (shape, classes, latent)
    (self.store, self.normalizesCode) = (store, normalizesCode)
    // As often as the smaller side, halved and rounded up, stays at 4 or more.
    var doublings = 0
    while (min(shape.height, shape.width) - 1) >> (doublings + 1) >= 3 { doublings += 1 }
    let steps = (0...doublings).reversed()
    let widths = steps.map { width << min($0, 3) }
    let resolutions = steps.map { step in
      let up = (1 << step) - 1
      return (height: (shape.height + up) >> step, width: (shape.width + up) >> step)
    }
    let (style, embedding) = (8 * width, 4 * width)
    try NetworkSize.check(
      "the generator",
      [classes * embedding, (latent + embedding) * style, 2 * style * style]
        + widths.map { 2 * $0 * ($0 * 9 + 2 * style) })
    label = try EqualizedLinear(classes, embedding, in: store, "label")
    mapping = try [latent + embedding, style].enumerated().map {
      try EqualizedLinear($1, style, multiplier: 0.01, in: store, "mapping\($0 + 1)")
    }
    constant = try store.parameter(
      "constant", [1, widths[0], resolutions[0].height, resolutions[0].width], .ones)
    var (layers, sizes): ([StyledConvolution], [(height: Int, width: Int)]) = ([], [])
    for (index, channels) in widths.enumerated() {
      let next = index + 1 < widths.count ? widths[index + 1] : nil
      for outputs in [channels] + (next.map { [$0] } ?? []) {
        layers.append(
          try StyledConvolution(
            channels, outputs, style: style, isNoisy: true, in: store,
            "layer\(layers.count + 1)"))
        sizes.append(resolutions[index])
      }
    }
    (self.layers, self.sizes) = (layers, sizes)
    output = try StyledConvolution(
      width, shape.channels, style: style, isNoisy: false, in: store, "output")
  }

  /// Codes for `count` images, `[count, latent]`, from the standard normal distribution.
  public func codes(_ count: Int, key: RandomKey) throws -> Tensor {
    try .normal([count, latent], key: key, device: store.device)
  }

  /// The noise maps of `count` images: `[count, 1, height, width]` for each layer.
  public func noise(_ count: Int, key: RandomKey) throws -> [Tensor] {
    try sizes.enumerated().map { index, size in
      try .normal(
        [count, 1, size.height, size.width], key: key("map", index), device: store.device)
    }
  }

  /// Images, `[batch, channels, height, width]`, of `codes`, `[batch, latent]`, and `labels`,
  /// `[batch]`, with the noise maps that `noise` gives.
  public func callAsFunction(
    _ codes: Tensor, labels: Tensor, noise: [Tensor]
  ) throws -> Tensor {
    guard noise.count == layers.count, let last = sizes.last else {
      throw ModelError("the generator needs \(layers.count) noise maps, not \(noise.count)")
    }
    let style = try style(codes, labels)
    var features = try constant.expand([codes.shape[0]] + constant.shape.dropFirst())
    for (index, layer) in layers.enumerated() {
      features = try features.stretched(height: sizes[index].height, width: sizes[index].width)
      features = try layer(features, style: style, noise: noise[index]).leakyRelu(0.2)
    }
    features = try features.stretched(height: last.height, width: last.width)
    return try output(features, style: style, noise: nil)
  }

  /// The style, `[batch, 8 width]`, that all layers share.
  private func style(_ codes: Tensor, _ labels: Tensor) throws -> Tensor {
    var code = codes
    if normalizesCode {
      code = try code / (code.square().mean(dims: [1], keepDims: true) + 1e-8).sqrt()
    }
    let embedding = try label(labels.oneHot(classes))
    return try mapping.reduce(.concatenate([code, embedding], dim: 1)) {
      try $1($0).leakyRelu(0.2)
    }
  }
}

/// A convolution whose input channels are scaled and shifted by a style, and noise behind it.
struct StyledConvolution {
  private let (scale, shift): (EqualizedLinear, EqualizedLinear)
  private let convolution: EqualizedConvolution
  /// How much of the noise map each channel gets, `[1, outputs, 1, 1]`; nil: no noise.
  private let noisiness: Tensor?

  init(
    _ inputs: Int, _ outputs: Int, style: Int, isNoisy: Bool, in store: ParameterStore,
    _ name: String
  ) throws {
    scale = try EqualizedLinear(style, inputs, bias: 1, in: store, "\(name).scale")
    shift = try EqualizedLinear(style, inputs, in: store, "\(name).shift")
    convolution = try EqualizedConvolution(inputs, outputs, in: store, "\(name).conv")
    noisiness =
      isNoisy ? try store.parameter("\(name).noise", [1, outputs, 1, 1], .zeros) : nil
  }

  /// `[batch, inputs, height, width]` to `[batch, outputs, height, width]`; `style`
  /// `[batch, units]`, `noise` `[batch, 1, height, width]`.
  func callAsFunction(_ inputs: Tensor, style: Tensor, noise: Tensor?) throws -> Tensor {
    let styled =
      try inputs * scale(style).unsqueeze(2).unsqueeze(3)
      + shift(style).unsqueeze(2).unsqueeze(3)
    let features = try convolution(styled)
    guard let noise, let noisiness else { return features }
    return try features + noise * noisiness
  }
}
