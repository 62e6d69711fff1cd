internal import CTorch

extension Tensor {
  /// All elements in row-major order, as float32.
  package func floats() throws -> [Float] { try read(as: .float32, zero: Float(0)) }

  /// All elements in row-major order, as float64.
  package func doubles() throws -> [Double] { try read(as: .float64, zero: 0.0) }

  /// All elements in row-major order, as whole numbers.
  package func integers() throws -> [Int] { try read(as: .int64, zero: Int64(0)).map(Int.init) }

  /// All elements in row-major order, as they lie in memory.
  package func bytes() throws -> [UInt8] {
    guard let type = elementType else { throw TorchError("elements of this type cannot be read") }
    var bytes = [UInt8](repeating: 0, count: count * type.size)
    try copyOut(to: &bytes, size: 1)
    return bytes
  }

  /// The one element.
  package func item() throws -> Double {
    let api = try Backend.api
    var value = 0.0
    guard api.item(handle, &value) >= 0 else { throw TorchError.newest(api) }
    return value
  }

  /// Sixty-four bits that differ as soon as an element does.
  package func digest() throws -> UInt64 {
    let api = try Backend.api
    var value: UInt64 = 0
    guard api.digest(handle, &value) >= 0 else { throw TorchError.newest(api) }
    return value
  }

  /// Lends the elements of a contiguous tensor on the CPU as they lie in memory.
  ///
  /// - Throws: `TorchError` for any other tensor, and what `body` throws.
  func withBytes<Result>(_ body: (UnsafeMutableRawBufferPointer) throws -> Result) throws -> Result
  {
    guard let type = elementType else { throw TorchError("elements of this type cannot be read") }
    let size = count * type.size
    let start = try Backend.api.data(handle)
    guard start != nil || size == 0 else {
      throw TorchError("elements on \(device) or out of order cannot be lent")
    }
    return try withExtendedLifetime(self) { try body(.init(start: start, count: size)) }
  }

  private func read<Element>(as type: ElementType, zero: Element) throws -> [Element] {
    let source = elementType == type ? self : try to(type)
    var values = [Element](repeating: zero, count: source.count)
    try source.copyOut(to: &values, size: type.size)
    return values
  }

  private func copyOut<Element>(to values: inout [Element], size: Int) throws {
    let api = try Backend.api
    let status = values.withUnsafeMutableBytes {
      api.copy_out(handle, $0.baseAddress, $0.count)
    }
    guard status >= 0 else { throw TorchError.newest(api) }
  }
}
