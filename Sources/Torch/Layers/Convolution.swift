extension ATenOperator {
  static let convolution = ATenOperator("convolution")
  /// By one matrix product, without oneDNN.
  static let planarConvolution = ATenOperator("thnn_conv2d")
}

/// Two-dimensional convolution with a square kernel.
package struct Conv2d {
  /// `[outputs, inputs, kernel, kernel]`.
  package let weight: Tensor
  package let bias: Tensor?
  private let stride: Int
  private let padding: Int
  private let precision: Precision

  package init(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0,
    bias hasBias: Bool = true, in store: ParameterStore, _ name: String,
    weights: Initializer? = nil, precision: Precision = .full
  ) throws {
    let initial = try Initializer.torchDefault(fanIn: Tensor.count(of: [inputs, kernel, kernel]))
    weight = try store.parameter(
      "\(name).weight", [outputs, inputs, kernel, kernel], weights ?? initial)
    bias = hasBias ? try store.parameter("\(name).bias", [outputs], initial) : nil
    (self.stride, self.padding, self.precision) = (stride, padding, precision)
  }

  /// `[batch, inputs, height, width]` to `[batch, outputs, height', width']` with
  /// height' = (height + 2 padding - kernel) / stride + 1.
  package func callAsFunction(_ inputs: Tensor) throws -> Tensor {
    // With a single channel there is little to gain.
    guard precision == .mixed, weight.shape[1] > 1 else {
      return try convolve(
        inputs, weight, bias, stride, padding, transposed: false,
        innermost: precision == .mixed && !inputs.requiresGradient)
    }
    let products = try convolve(
      inputs.bfloat16(), weight.bfloat16(), bias?.bfloat16(), stride, padding, transposed: false)
    return try products.to(.float32)
  }
}

/// Two-dimensional transposed convolution with a square kernel.
package struct ConvTranspose2d {
  /// `[inputs, outputs, kernel, kernel]`.
  package let weight: Tensor
  package let bias: Tensor?
  private let stride: Int
  private let padding: Int

  package init(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0,
    bias hasBias: Bool = true, in store: ParameterStore, _ name: String,
    weights: Initializer? = nil
  ) throws {
    let initial = try Initializer.torchDefault(fanIn: Tensor.count(of: [outputs, kernel, kernel]))
    weight = try store.parameter(
      "\(name).weight", [inputs, outputs, kernel, kernel], weights ?? initial)
    bias = hasBias ? try store.parameter("\(name).bias", [outputs], initial) : nil
    (self.stride, self.padding) = (stride, padding)
  }

  /// `[batch, inputs, height, width]` to `[batch, outputs, height', width']` with
  /// height' = (height - 1) stride - 2 padding + kernel.
  package func callAsFunction(_ inputs: Tensor) throws -> Tensor {
    try convolve(inputs, weight, bias, stride, padding, transposed: true)
  }
}

extension Tensor {
  /// The convolution of `[batch, inputs, height, width]` with a square `kernel`,
  /// `[outputs, inputs, size, size]`, that is held or computed elsewhere.
  package func convolution(
    _ kernel: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0
  ) throws -> Tensor {
    try convolve(self, kernel, bias, stride, padding, transposed: false)
  }

  /// The transposed convolution of `[batch, inputs, height, width]` with a square `kernel`,
  /// `[inputs, outputs, size, size]`, that is held or computed elsewhere.
  package func transposedConvolution(
    _ kernel: Tensor, stride: Int = 1, padding: Int = 0
  ) throws -> Tensor {
    try convolve(self, kernel, nil, stride, padding, transposed: true)
  }
}

/// - Parameter innermost: whether to convert the inputs to channels innermost first: faster for a
///   single channel, unless gradients flow back to the images.
private func convolve(
  _ inputs: Tensor, _ weight: Tensor, _ bias: Tensor?, _ stride: Int, _ padding: Int,
  transposed: Bool, innermost: Bool = false
) throws -> Tensor {
  let form = weight.shape
  guard form.count == 4 else { throw TorchError("a kernel has 4 axes, not the shape \(form)") }
  // In oneDNN the backward pass of a convolution with a single input channel is three to five times
  // slower. That of a strided 1 x 1 convolution with fewer than 8 input channels writes out of bounds:
  // it hangs or crashes.
  let isNarrow =
    form[1] == 1 && !innermost || form[1] < 8 && form[2] == 1 && form[3] == 1
  if !transposed && isNarrow && inputs.device == .cpu {
    let size = Array(form.suffix(2))
    return try ATenOperator.planarConvolution(
      .tensor(inputs), .tensor(weight), .integers(size), .tensor(bias),
      .integers([stride, stride]), .integers([padding, padding]))
  }
  let inputs = try innermost ? inputs.channelsLastCopy() : inputs
  let (dilation, outputPadding, groups) = (1, 0, 1)
  return try ATenOperator.convolution(
    .tensor(inputs), .tensor(weight), .tensor(bias), .integers([stride, stride]),
    .integers([padding, padding]), .integers([dilation, dilation]), .flag(transposed),
    .integers([outputPadding, outputPadding]), .integer(groups))
}
