internal import CTorch

extension Tensor {
  /// All elements in row-major order, as float32.
  package func floats() throws -> [Float] { try read(as: .float32, zero: Float(0)) }

  /// All elements in row-major order, as float64.
  package func doubles() throws -> [Double] { try read(as: .float64, zero: 0.0) }

  /// All elements in row-major order, as integers.
  package func integers() throws -> [Int] { try read(as: .int64, zero: Int64(0)).map(Int.init) }

  /// All elements in row-major order, as they are stored.
  package func bytes() throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: try byteCount)
    try copyOut(to: &bytes)
    return bytes
  }

  /// The value of a tensor with one element.
  package func item() throws -> Double {
    var value = 0.0
    try withHandle { handle in try TorchError.check { $0.item(handle, &value) } }
    return value
  }

  /// A 64-bit hash of the bytes of all elements.
  package func digest() throws -> UInt64 {
    var value: UInt64 = 0
    try withHandle { handle in try TorchError.check { $0.digest(handle, &value) } }
    return value
  }

  /// Passes the elements of a contiguous tensor on the CPU, as they are stored, to `body`.
  ///
  /// - Throws: `TorchError` for any other tensor, and what `body` throws.
  func withBytes<Result>(_ body: (UnsafeMutableRawBufferPointer) throws -> Result) throws -> Result
  {
    let (api, size) = (try Backend.api, try byteCount)
    return try withHandle { handle in
      let start = api.data(handle)
      guard start != nil || size == 0 else {
        throw TorchError("elements on \(device) or out of order cannot be accessed directly")
      }
      return try body(UnsafeMutableRawBufferPointer(start: start, count: size))
    }
  }

  /// The size of all elements together.
  private var byteCount: Int {
    get throws {
      guard let type = elementType else {
        throw TorchError("elements of this type cannot be read")
      }
      return try Tensor.byteCount(of: shape, type: type)
    }
  }

  private func read<Element>(as type: ElementType, zero: Element) throws -> [Element] {
    let source = elementType == type ? self : try to(type)
    let size = try Tensor.byteCount(of: source.shape, type: type)
    var values = [Element](repeating: zero, count: size / type.size)
    try source.copyOut(to: &values)
    return values
  }

  private func copyOut<Element>(to values: inout [Element]) throws {
    try withHandle { handle in
      try values.withUnsafeMutableBytes { room in
        try TorchError.check { $0.copy_out(handle, room.baseAddress, room.count) }
      }
    }
  }
}
