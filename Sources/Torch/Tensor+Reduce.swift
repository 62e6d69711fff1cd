extension ATenOperator {
  static let sum = ATenOperator("sum")
  static let sumDimensions = ATenOperator("sum", "dim_IntList")
  static let mean = ATenOperator("mean")
  static let meanDimensions = ATenOperator("mean", "dim")
  static let largest = ATenOperator("max", "dim")
  static let argmax = ATenOperator("argmax")
  static let argmin = ATenOperator("argmin")
  static let norm = ATenOperator("linalg_vector_norm")
  static let logSumExp = ATenOperator("logsumexp")
}

extension Tensor {
  /// The sum of all elements.
  package func sum() throws -> Tensor { try ATenOperator.sum(.tensor(self), .none) }

  /// The sum over some axes.
  package func sum(dims: [Int], keepDims: Bool = false) throws -> Tensor {
    try ATenOperator.sumDimensions(.tensor(self), .integers(dims), .flag(keepDims), .none)
  }

  /// The mean of all elements.
  package func mean() throws -> Tensor { try ATenOperator.mean(.tensor(self), .none) }

  /// The mean over some axes.
  package func mean(dims: [Int], keepDims: Bool = false) throws -> Tensor {
    try ATenOperator.meanDimensions(.tensor(self), .integers(dims), .flag(keepDims), .none)
  }

  /// log sum e^x along `dim`, without overflow.
  package func logSumExp(dim: Int) throws -> Tensor {
    try ATenOperator.logSumExp(.tensor(self), .integers([dim]), .flag(false))
  }

  /// The largest elements along `dim` and their indices, int64.
  package func max(dim: Int) throws -> (values: Tensor, indices: Tensor) {
    let both = try ATenOperator.largest.results(
      [.tensor(self), .integer(dim), .flag(false)], room: 2, needed: 2)
    return (both[0], both[1])
  }

  /// The index of the largest element along `dim`, int64.
  package func argmax(dim: Int) throws -> Tensor {
    try ATenOperator.argmax(.tensor(self), .integer(dim), .flag(false))
  }

  /// The index of the smallest element along `dim`, int64.
  package func argmin(dim: Int) throws -> Tensor {
    try ATenOperator.argmin(.tensor(self), .integer(dim), .flag(false))
  }

  /// The square root of the sum of all squares.
  package func norm() throws -> Tensor { try ATenOperator.norm(.tensor(self), .number(2)) }

  /// The square root of the sum of squares over some axes.
  package func norm(dims: [Int], keepDims: Bool = false) throws -> Tensor {
    try ATenOperator.norm(.tensor(self), .number(2), .integers(dims), .flag(keepDims))
  }
}
