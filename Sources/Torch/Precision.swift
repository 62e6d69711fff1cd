/// The precision of products in convolutions.
package enum Precision: String, Sendable, CaseIterable {
  /// float32.
  case full
  /// bfloat16 factors (8 instead of 24 significant bits) with sums, results and weights in float32:
  /// about twice as fast where the processor has instructions for it.
  case mixed

  /// Checks that bfloat16 products are not emulated.
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
  /// The elements as bfloat16 numbers; those of images and kernels with channels innermost in memory.
  func bfloat16() throws -> Tensor {
    let (bfloat16, channelsLast) = (15, 2)
    return try ATenOperator.convert(
      .tensor(self), .integer(bfloat16), .flag(false), .flag(false),
      .integer(shape.count == 4 ? channelsLast : nil))
  }
}
