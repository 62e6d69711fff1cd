extension Operation {
  static let linear = Operation("linear")
  static let embedding = Operation("embedding")
}

/// y = x W^T + b.
public struct Linear {
  /// `[outputs, inputs]`.
  public let weight: Tensor
  /// `[outputs]`.
  public let bias: Tensor?

  public init(
    _ inputs: Int, _ outputs: Int, bias hasBias: Bool = true, in store: ParameterStore,
    _ name: String, weights: Initializer? = nil
  ) throws {
    let initial = Initializer.torchDefault(fanIn: inputs)
    weight = try store.parameter("\(name).weight", [outputs, inputs], weights ?? initial)
    bias = hasBias ? try store.parameter("\(name).bias", [outputs], initial) : nil
  }

  /// `[batch, inputs]` to `[batch, outputs]`.
  public func callAsFunction(_ inputs: Tensor) throws -> Tensor {
    try Operation.linear(.tensor(inputs), .tensor(weight), .tensor(bias))
  }
}

extension Tensor {
  /// x W^T + b of `[batch, inputs]` with a `weight`, `[outputs, inputs]`, that another object holds
  /// or makes.
  public func linear(_ weight: Tensor, bias: Tensor? = nil) throws -> Tensor {
    try Operation.linear(.tensor(self), .tensor(weight), .tensor(bias))
  }
}

/// A row of weights for each label.
public struct Embedding {
  /// `[labels, width]`.
  public let weight: Tensor

  public init(_ labels: Int, _ width: Int, in store: ParameterStore, _ name: String) throws {
    weight = try store.parameter(
      "\(name).weight", [labels, width], .normal(mean: 0, deviation: 1))
  }

  /// `[batch]` labels to `[batch, width]`.
  public func callAsFunction(_ labels: Tensor) throws -> Tensor {
    try Operation.embedding(
      .tensor(weight), .tensor(labels), .integer(-1), .flag(false), .flag(false))
  }
}
