import Torch

/// The machine's best rate in single precision, against which steps are measured.
enum MatrixProduct {
  /// GFLOP/s of the fastest of 20 products of two 2048 x 2048 matrices.
  static func rate() throws -> Double {
    let (size, key) = (2048, RandomKey(seed: 1))
    let (left, right) = (
      try Tensor.normal([size, size], key: key("left")),
      try Tensor.normal([size, size], key: key("right"))
    )
    let work = 2e-9 * Double(try multiplications(in: { _ = try left.matmul(right) }))
    let times = try (0..<20).map { _ in
      try TrainingSteps.milliseconds { _ = try left.matmul(right) }
    }
    return 1e3 * work / (times.min() ?? .infinity)
  }
}
