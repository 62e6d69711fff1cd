extension ATenOperator {
  static let convolution = ATenOperator("convolution")
  /// By a product of matrices.
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
    let initial = Initializer.torchDefault(fanIn: inputs * kernel * kernel)
    weight = try store.parameter(
      "\(name).weight", [outputs, inputs, kernel, kernel], weights ?? initial)
    bias = hasBias ? try store.parameter("\(name).bias", [outputs], initial) : nil
    (self.stride, self.padding, self.precision) = (stride, padding, precision)
  }

  /// `[batch, inputs, height, width]` to `[batch, outputs, height', width']` with
  /// height' = (height + 2 padding - kernel) / stride + 1.
  package func callAsFunction(_ inputs: Tensor) throws -> Tensor {
    // A single channel multiplies little.
    guard precision == .mixed, weight.shape[1] > 1 else {
      return try convolve(
        inputs, weight, bias, stride, padding, transposed: false,
        innermost: precision == .mixed && !inputs.requiresGradient)
    }
    let products = try convolve(
      inputs.halved(), weight.halved(), bias?.halved(), stride, padding, transposed: false)
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
    let initial = Initializer.torchDefault(fanIn: outputs * kernel * kernel)
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
  /// `[outputs, inputs, size, size]`, that another object holds or makes.
  package func convolution(
    _ kernel: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0
  ) throws -> Tensor {
    try convolve(self, kernel, bias, stride, padding, transposed: false)
  }

  /// The transposed convolution of `[batch, inputs, height, width]` with a square `kernel`,
  /// `[inputs, outputs, size, size]`, that another object holds or makes.
  package func transposedConvolution(
    _ kernel: Tensor, stride: Int = 1, padding: Int = 0
  ) throws -> Tensor {
    try convolve(self, kernel, nil, stride, padding, transposed: true)
  }
}

/// - Parameter innermost: whether channels are brought innermost in memory first: faster for a single
///   one, unless gradients go back to the images.
private func convolve(
  _ inputs: Tensor, _ weight: Tensor, _ bias: Tensor?, _ stride: Int, _ padding: Int,
  transposed: Bool, innermost: Bool = false
) throws -> Tensor {
  let form = weight.shape
  guard form.count == 4 else { throw TorchError("a kernel needs 4 axes, not \(form)") }
  // oneDNN is three to five times slower back through a convolution of a single channel. Back
  // through one of 1 x 1 with fewer than 8 channels and a stride it writes behind its memory: it
  // hangs or the process is killed.
  let isNarrow =
    form[1] == 1 && !innermost || form[1] < 8 && form[2] == 1 && form[3] == 1
  if !transposed && isNarrow && inputs.device == .cpu {
    let size = Array(form.suffix(2))
    return try withIntegers(lists: [size, [stride, stride], [padding, padding]]) { lists in
      try ATenOperator.planarConvolution(
        .tensor(inputs), .tensor(weight), lists[0], .tensor(bias), lists[1], lists[2])
    }
  }
  let inputs = try innermost ? inputs.channelsLastCopy() : inputs
  let lists = [[stride, stride], [padding, padding], [1, 1], [0, 0]]
  return try withIntegers(lists: lists) { lists in
    try ATenOperator.convolution(
      .tensor(inputs), .tensor(weight), .tensor(bias), lists[0], lists[1], lists[2],
      .flag(transposed), lists[3], .integer(1))
  }
}
