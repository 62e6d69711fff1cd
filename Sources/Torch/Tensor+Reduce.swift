extension Operation {
  static let sum = Operation("sum")
  static let sumDimensions = Operation("sum", "dim_IntList")
  static let mean = Operation("mean")
  static let meanDimensions = Operation("mean", "dim")
  static let largest = Operation("max", "dim")
  static let argmax = Operation("argmax")
  static let argmin = Operation("argmin")
  static let norm = Operation("linalg_vector_norm")
}

extension Tensor {
  /// The sum of all elements.
  public func sum() throws -> Tensor { try Operation.sum(.tensor(self), .none) }

  /// The sum over some axes.
  public func sum(dims: [Int], keepDims: Bool = false) throws -> Tensor {
    try withIntegers(dims) {
      try Operation.sumDimensions(.tensor(self), $0, .flag(keepDims), .none)
    }
  }

  /// The mean of all elements.
  public func mean() throws -> Tensor { try Operation.mean(.tensor(self), .none) }

  /// The mean over some axes.
  public func mean(dims: [Int], keepDims: Bool = false) throws -> Tensor {
    try withIntegers(dims) {
      try Operation.meanDimensions(.tensor(self), $0, .flag(keepDims), .none)
    }
  }

  /// The largest elements along `dim` and where they are.
  public func max(dim: Int) throws -> (values: Tensor, indices: Tensor) {
    let both = try Operation.largest.results(
      [.tensor(self), .integer(dim), .flag(false)], room: 2, needed: 2)
    return (both[0], both[1])
  }

  /// Where the largest element along `dim` is, int64.
  public func argmax(dim: Int) throws -> Tensor {
    try Operation.argmax(.tensor(self), .integer(dim), .flag(false))
  }

  /// Where the smallest element along `dim` is, int64.
  public func argmin(dim: Int) throws -> Tensor {
    try Operation.argmin(.tensor(self), .integer(dim), .flag(false))
  }

  /// The square root of the sum of all squares.
  public func norm() throws -> Tensor { try Operation.norm(.tensor(self), .number(2)) }

  /// The square root of the sum of squares over some axes.
  public func norm(dims: [Int], keepDims: Bool = false) throws -> Tensor {
    try withIntegers(dims) {
      try Operation.norm(.tensor(self), .number(2), $0, .flag(keepDims))
    }
  }
}
