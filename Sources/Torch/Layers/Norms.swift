extension ATenOperator {
  static let batchNorm = ATenOperator("batch_norm")
  static let layerNorm = ATenOperator("layer_norm")
}

/// Batch normalisation over the channels of `[batch, channels]` or `[batch, channels, height, width]`.
///
/// Source: Ioffe and Szegedy 2015, arXiv:1502.03167.
package struct BatchNorm {
  /// `[channels]` each: gamma, beta and the running statistics.
  package let (scale, shift): (Tensor, Tensor)
  package let (runningMean, runningVariance): (Tensor, Tensor)
  private let momentum: Double
  private let epsilon: Double

  package init(
    _ channels: Int, momentum: Double = 0.1, epsilon: Double = 1e-5, in store: ParameterStore,
    _ name: String, scale initial: Initializer = .ones
  ) throws {
    scale = try store.parameter("\(name).scale", [channels], initial)
    shift = try store.parameter("\(name).shift", [channels], .zeros)
    runningMean = try store.buffer("\(name).mean", [channels], 0)
    runningVariance = try store.buffer("\(name).variance", [channels], 1)
    (self.momentum, self.epsilon) = (momentum, epsilon)
  }

  /// The inputs normalised by their own statistics in training, by the running ones otherwise.
  ///
  /// In training the running statistics are updated, unless `tracking` is off or there is only one
  /// value for each channel, which has no variance.
  package func callAsFunction(
    _ inputs: Tensor, training: Bool, tracking: Bool = true
  ) throws -> Tensor {
    let isRunning = !training || tracking && inputs.count > runningMean.count
    return try ATenOperator.batchNorm(
      .tensor(inputs), .tensor(scale), .tensor(shift),
      .tensor(isRunning ? runningMean : nil), .tensor(isRunning ? runningVariance : nil),
      .flag(training), .number(momentum), .number(epsilon), .flag(false))
  }
}

extension Tensor {
  /// `[batch, channels, height, width]` normalised by its own statistics, without scale and shift; the
  /// running ones, `[channels]`, are updated where they are given.
  package func batchNormalized(mean: Tensor? = nil, variance: Tensor? = nil) throws -> Tensor {
    try ATenOperator.batchNorm(
      .tensor(self), .none, .none, .tensor(mean), .tensor(variance), .flag(true), .number(0.1),
      .number(1e-5), .flag(false))
  }

  /// The same by the running statistics.
  package func normalized(mean: Tensor, variance: Tensor) throws -> Tensor {
    try ATenOperator.batchNorm(
      .tensor(self), .none, .none, .tensor(mean), .tensor(variance), .flag(false), .number(0.1),
      .number(1e-5), .flag(false))
  }
}

/// Layer normalisation over the last axis.
///
/// Source: Ba, Kiros and Hinton 2016, arXiv:1607.06450.
package struct LayerNorm {
  package let (scale, shift): (Tensor, Tensor)
  private let width: Int

  package init(_ width: Int, in store: ParameterStore, _ name: String) throws {
    scale = try store.parameter("\(name).scale", [width], .ones)
    shift = try store.parameter("\(name).shift", [width], .zeros)
    self.width = width
  }

  /// `[..., width]` to `[..., width]`.
  package func callAsFunction(_ inputs: Tensor) throws -> Tensor {
    try ATenOperator.layerNorm(
      .tensor(inputs), .integers([width]), .tensor(scale), .tensor(shift), .number(1e-5),
      .flag(false))
  }
}
