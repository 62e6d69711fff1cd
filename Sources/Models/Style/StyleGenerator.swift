import Catalog
import Torch

/// A generator of images of a class: a code and the class become a style, which scales and shifts
/// the channels before every convolution.
///
/// From a learned constant of about 4 x 4 the size doubles until the image's is reached; every
/// convolution has a noise map of its own. Pixels are not bounded. `StylePlan` says how many there
/// are. Images of more than 192 rows and columns are made at half that size and stretched, as
/// 256 x 256 from 128 x 128 in the published setting for birds.
/// At 32 x 32 and 128 x 128 with width 64 they are the networks of Thandiackal et al.,
/// arXiv:2106.05350; the style follows Karras et al. 2019, arXiv:1812.04948, without instance norm.
package final class StyleGenerator {
  private let shape: ImageShape
  private let classes: Int
  /// Normal numbers that an image is made from.
  package let latent: Int
  package let store: ParameterStore
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
  /// - Throws: `ModelError` if it or its images are too large.
  package init(
    shape: ImageShape, classes: Int, width: Int = 64, latent: Int = 512,
    normalizesCode: Bool = false, in store: ParameterStore
  ) throws {
    (self.shape, self.classes, self.latent) = (shape, classes, latent)
    (self.store, self.normalizesCode) = (store, normalizesCode)
    let plan = try StylePlan(shape, width: width)
    let (style, embedding) = (8 * width, 4 * width)
    try NetworkSize.check(
      "the generator",
      [classes * embedding, (latent + embedding) * style, style * style]
        + plan.layers.map { $0.inputs * ($0.outputs * 9 + 2 * style) })
    label = try EqualizedLinear(classes, embedding, in: store, "label")
    mapping = try [latent + embedding, style].enumerated().map {
      try EqualizedLinear($1, style, multiplier: 0.01, in: store, "mapping\($0 + 1)")
    }
    sizes = plan.layers.map { ($0.height, $0.width) }
    constant = try store.parameter(
      "constant", [1, plan.layers[0].inputs, sizes[0].height, sizes[0].width], .ones)
    layers = try plan.layers.enumerated().map {
      try StyledConvolution(
        $1.inputs, $1.outputs, style: style, isNoisy: true, in: store, "layer\($0 + 1)")
    }
    output = try StyledConvolution(
      width, shape.channels, style: style, isNoisy: false, in: store, "output")
  }

  /// Codes for `count` images, `[count, latent]`, from the standard normal distribution.
  package func codes(_ count: Int, key: RandomKey) throws -> Tensor {
    try .normal([count, latent], key: key, device: store.device)
  }

  /// The noise maps of `count` images: `[count, 1, height, width]` for each layer.
  package func noise(_ count: Int, key: RandomKey) throws -> [Tensor] {
    try sizes.enumerated().map { index, size in
      try .normal(
        [count, 1, size.height, size.width], key: key("map", index), device: store.device)
    }
  }

  /// Images, `[batch, channels, height, width]`, of `codes`, `[batch, latent]`, and `labels`,
  /// `[batch]`, with the noise maps that `noise` gives.
  package func callAsFunction(
    _ codes: Tensor, labels: Tensor, noise: [Tensor]
  ) throws -> Tensor {
    try self(codes, classes: labels.oneHot(classes), noise: noise)
  }

  /// The same with the shares of the classes in each image, `[batch, classes]`.
  package func callAsFunction(
    _ codes: Tensor, classes: Tensor, noise: [Tensor]
  ) throws -> Tensor {
    guard noise.count == layers.count else {
      throw ModelError("the generator needs \(layers.count) noise maps, not \(noise.count)")
    }
    let style = try style(codes, classes)
    // Channels innermost, as the classifier has them: convolutions need no other order in between.
    var features = try constant.expand([codes.shape[0]] + constant.shape.dropFirst())
      .channelsLast()
    for (index, layer) in layers.enumerated() {
      features = try features.stretched(height: sizes[index].height, width: sizes[index].width)
      features = try layer(features, style: style, noise: noise[index]).leakyRelu(0.2)
    }
    return try output(features, style: style, noise: nil)
      .stretched(height: shape.height, width: shape.width)
  }

  /// The style, `[batch, 8 width]`, that all layers share.
  private func style(_ codes: Tensor, _ classes: Tensor) throws -> Tensor {
    var code = codes
    if normalizesCode {
      code = try code / (code.square().mean(dims: [1], keepDims: true) + 1e-8).sqrt()
    }
    let embedding = try label(classes)
    return try mapping.reduce(.concatenate([code, embedding], dim: 1)) {
      try $1($0).leakyRelu(0.2)
    }
  }
}

/// A convolution whose input channels are scaled and shifted by a style, and noise after it.
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
