/// How finely numbers are multiplied.
package enum Precision: String, Sendable, CaseIterable {
  /// As float32 numbers.
  case full
  /// As bfloat16 numbers (8 instead of 24 significant bits), with sums, results and weights in
  /// float32: about twice as fast where the processor multiplies them itself.
  case mixed

  /// Throws where products of bfloat16 numbers would be worked out piece by piece.
  ///
  /// - Throws: `TorchError` that says which instructions to choose.
  package func check(on device: Device) throws {
    guard self == .mixed, device == .cpu,
      Backend.configuration.instructions != .avx512bf16
    else { return }
    throw TorchError(
      "mixed precision needs bfloat16 products: start with --instructions avx512-bf16")
  }
}

extension Tensor {
  /// The elements with 8 significant bits; those of images and kernels in convolution's faster order
  /// in memory.
  func halved() throws -> Tensor {
    let (bfloat16, channelsLast) = (15, 2)
    return try ATenOperator.convert(
      .tensor(self), .integer(bfloat16), .flag(false), .flag(false),
      .integer(shape.count == 4 ? channelsLast : nil))
  }
}
