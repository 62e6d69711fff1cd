/// How a parameter is initialised.
package enum Initializer: Sendable, Equatable {
  case constant(Double)
  case normal(mean: Double, deviation: Double)
  /// Uniform on -bound ... bound.
  case uniform(bound: Double)

  /// 0 everywhere.
  package static let zeros = Initializer.constant(0)
  /// 1 everywhere.
  package static let ones = Initializer.constant(1)

  /// Uniform with bound sqrt(6 / (fan in + fan out)) times `gain`.
  ///
  /// Source: Glorot and Bengio 2010, equation 16.
  package static func xavierUniform(fanIn: Int, fanOut: Int, gain: Double = 1) -> Initializer {
    .uniform(bound: gain * (6 / max(1, Double(fanIn) + Double(fanOut))).squareRoot())
  }

  /// Uniform with bound sqrt(6 / fan in), for layers followed by ReLU.
  ///
  /// Source: He et al. 2015, arXiv:1502.01852, equation 10.
  package static func kaimingUniform(fanIn: Int) -> Initializer {
    .uniform(bound: (6 / Double(max(1, fanIn))).squareRoot())
  }

  /// Uniform with bound 1 / sqrt(fan in): PyTorch's default for linear and convolutional layers.
  package static func torchDefault(fanIn: Int) -> Initializer {
    .uniform(bound: 1 / Double(max(1, fanIn)).squareRoot())
  }

  /// A tensor with initial values drawn from `key`.
  func draw(
    _ shape: [Int], key: RandomKey, type: ElementType, device: Device
  ) throws -> Tensor {
    switch self {
    case .constant(let value): try .full(shape, value, type: type, device: device)
    case .normal(let mean, let deviation):
      try Tensor.normal(shape, key: key, type: type, device: device) * deviation + mean
    case .uniform(let bound):
      try Tensor.uniform(shape, key: key, type: type, device: device) * (2 * bound) - bound
    }
  }
}
