extension ATenOperator {
  static let linear = ATenOperator("linear")
  static let embedding = ATenOperator("embedding")
}

/// y = x W^T + b.
package struct Linear {
  /// `[outputs, inputs]`.
  package let weight: Tensor
  /// `[outputs]`.
  package let bias: Tensor?

  package init(
    _ inputs: Int, _ outputs: Int, bias hasBias: Bool = true, in store: ParameterStore,
    _ name: String, weights: Initializer? = nil
  ) throws {
    let initial = Initializer.torchDefault(fanIn: inputs)
    weight = try store.parameter("\(name).weight", [outputs, inputs], weights ?? initial)
    bias = hasBias ? try store.parameter("\(name).bias", [outputs], initial) : nil
  }

  /// `[batch, inputs]` to `[batch, outputs]`.
  package func callAsFunction(_ inputs: Tensor) throws -> Tensor {
    try ATenOperator.linear(.tensor(inputs), .tensor(weight), .tensor(bias))
  }
}

extension Tensor {
  /// x W^T + b of `[batch, inputs]` with a `weight`, `[outputs, inputs]`, that is held or computed
  /// elsewhere.
  package func linear(_ weight: Tensor, bias: Tensor? = nil) throws -> Tensor {
    try ATenOperator.linear(.tensor(self), .tensor(weight), .tensor(bias))
  }
}

/// A learned vector for each label.
package struct Embedding {
  /// `[labels, width]`.
  package let weight: Tensor

  package init(_ labels: Int, _ width: Int, in store: ParameterStore, _ name: String) throws {
    weight = try store.parameter(
      "\(name).weight", [labels, width], .normal(mean: 0, deviation: 1))
  }

  /// `[batch]` labels to `[batch, width]`.
  package func callAsFunction(_ labels: Tensor) throws -> Tensor {
    try ATenOperator.embedding(
      .tensor(weight), .tensor(labels), .integer(-1), .flag(false), .flag(false))
  }
}
