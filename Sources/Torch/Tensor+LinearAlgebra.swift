extension ATenOperator {
  static let cholesky = ATenOperator("linalg_cholesky")
  static let choleskySolve = ATenOperator("cholesky_solve")
}

extension Tensor {
  /// The solution X, `[size, columns]`, of A X = `right` for this symmetric, positive definite matrix A,
  /// `[size, size]`.
  ///
  /// - Throws: `TorchError` if the matrix is not positive definite or elements are not finite.
  package func solution(of right: Tensor) throws -> Tensor {
    guard try to(.float64).sum().item().isFinite else {
      throw TorchError("a system of equations has coefficients that are not finite")
    }
    let root = try ATenOperator.cholesky(.tensor(self), .flag(false))
    return try ATenOperator.choleskySolve(.tensor(right), .tensor(root), .flag(false))
  }

  /// The identity matrix, `[size, size]`, float64.
  package static func identity(_ size: Int, device: Device = .cpu) throws -> Tensor {
    try Tensor.arange(size, device: device).oneHot(size).to(.float64)
  }
}
