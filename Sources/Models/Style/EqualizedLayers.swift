import Torch

/// A linear layer whose weights are of unit size and scaled when used, so that one learning rate
/// suits all layers.
///
/// Source: Karras et al. 2018, arXiv:1710.10196, section 4.1.
struct EqualizedLinear {
  /// `[outputs, inputs]`.
  let weight: Tensor
  /// `[outputs]`.
  let bias: Tensor?
  private let (scale, multiplier): (Double, Double)

  /// - Parameters:
  ///   - multiplier: what the learning rate of this layer is multiplied by, in effect.
  ///   - bias: the bias at the start; nil: none at all.
  init(
    _ inputs: Int, _ outputs: Int, multiplier: Double = 1, bias initial: Double? = 0,
    in store: ParameterStore, _ name: String
  ) throws {
    weight = try store.parameter(
      "\(name).weight", [outputs, inputs], .normal(mean: 0, deviation: 1 / multiplier))
    bias = try initial.map {
      try store.parameter("\(name).bias", [outputs], .constant($0 / multiplier))
    }
    (scale, self.multiplier) = (multiplier / Double(max(1, inputs)).squareRoot(), multiplier)
  }

  /// `[batch, inputs]` to `[batch, outputs]`.
  func callAsFunction(_ inputs: Tensor) throws -> Tensor {
    try inputs.linear(weight * scale, bias: bias.map { multiplier == 1 ? $0 : try $0 * multiplier })
  }
}

/// A 3 x 3 convolution that keeps the size of images, with equalized weights as above.
struct EqualizedConvolution {
  /// `[outputs, inputs, 3, 3]`.
  let weight: Tensor
  /// `[outputs]`.
  let bias: Tensor
  private let scale: Double

  init(_ inputs: Int, _ outputs: Int, in store: ParameterStore, _ name: String) throws {
    weight = try store.parameter(
      "\(name).weight", [outputs, inputs, 3, 3], .normal(mean: 0, deviation: 1))
    bias = try store.parameter("\(name).bias", [outputs], .zeros)
    scale = (2 / Double(max(1, 9 * inputs))).squareRoot()
  }

  /// `[batch, inputs, height, width]` to `[batch, outputs, height, width]`.
  func callAsFunction(_ inputs: Tensor) throws -> Tensor {
    try inputs.convolution(weight * scale, bias: bias, padding: 1)
  }
}
