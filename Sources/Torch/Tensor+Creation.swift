internal import CTorch
import Foundation

extension ATenOperator {
  static let empty = ATenOperator("empty", "memory_format")
  static let zeros = ATenOperator("zeros")
  static let full = ATenOperator("full")
  static let arange = ATenOperator("arange")
  static let randn = ATenOperator("randn", "generator")
  static let rand = ATenOperator("rand", "generator")
  static let randint = ATenOperator("randint", "generator")
  static let randperm = ATenOperator("randperm", "generator")
}

extension Tensor {
  /// A float32 tensor with the elements of `values` in row-major order.
  package convenience init(_ values: [Float], shape: [Int]? = nil) throws {
    try self.init(copying: values, shape: shape, type: .float32)
  }

  /// A float64 tensor with the elements of `values` in row-major order.
  package convenience init(_ values: [Double], shape: [Int]? = nil) throws {
    try self.init(copying: values, shape: shape, type: .float64)
  }

  /// An int64 tensor with the elements of `values` in row-major order.
  package convenience init(_ values: [Int], shape: [Int]? = nil) throws {
    try self.init(copying: values.map(Int64.init), shape: shape, type: .int64)
  }

  /// A uint8 tensor with the elements of `values` in row-major order.
  package convenience init(_ values: [UInt8], shape: [Int]? = nil) throws {
    try self.init(copying: values, shape: shape, type: .uint8)
  }

  private convenience init<Element: BitwiseCopyable>(
    copying values: [Element], shape: [Int]?, type: ElementType
  ) throws {
    let shape = shape ?? [values.count]
    let sizes = shape.map(Int64.init)
    try self.init { api in
      try values.withUnsafeBytes { bytes in
        guard try bytes.count == Tensor.count(of: shape) * type.size else {
          throw TorchError("\(values.count) elements do not fill a tensor of shape \(shape)")
        }
        return api.copy_in(bytes.baseAddress, sizes, Int32(sizes.count), type.rawValue)
      }
    }
  }

  /// A tensor over the first of `bytes`, which `owner` keeps alive; nothing is copied.
  ///
  /// - Throws: `TorchError` if there are too few bytes.
  package convenience init(
    borrowing bytes: UnsafeMutableRawBufferPointer, owner: AnyObject, shape: [Int],
    type: ElementType
  ) throws {
    let sizes = shape.map(Int64.init)
    try self.init { api in
      guard try bytes.count >= Tensor.count(of: shape) * type.size else {
        throw TorchError("\(bytes.count) bytes are too few for a tensor of shape \(shape)")
      }
      let retained = Unmanaged.passRetained(owner).toOpaque()
      let handle = api.borrow(
        bytes.baseAddress, sizes, Int32(sizes.count), type.rawValue, retained
      ) { owner in
        if let owner { Unmanaged<AnyObject>.fromOpaque(owner).release() }
      }
      if handle == nil { Unmanaged<AnyObject>.fromOpaque(retained).release() }
      return handle
    }
  }

  /// The number of elements, such that their bytes can be counted too.
  ///
  /// - Throws: `TorchError` if a size is negative or the product overflows.
  static func count(of shape: [Int]) throws -> Int {
    var count = 1
    for size in shape {
      // Strides are computed as if empty axes had one element.
      let (product, overflow) = count.multipliedReportingOverflow(by: Swift.max(1, size))
      guard size >= 0, !overflow, product <= Int.max / 8 else {
        throw TorchError("a tensor cannot have the shape \(shape)")
      }
      count = product
    }
    return shape.contains(0) ? 0 : count
  }

  /// The number of bytes of all elements.
  ///
  /// - Throws: `TorchError` if this machine's memory cannot hold them: the process would be killed
  ///   while it fills them in.
  static func byteCount(of shape: [Int], type: ElementType) throws -> Int {
    let bytes = try count(of: shape) * type.size
    guard UInt64(bytes) <= ProcessInfo.processInfo.physicalMemory else {
      throw TorchError(
        "a tensor of shape \(shape) takes \(bytes >> 30) GiB, more than this machine's memory")
    }
    return bytes
  }

  /// Checks that a tensor can be created.
  private static func check(_ shape: [Int], _ type: ElementType, on device: Device) throws {
    _ = try device == .cpu ? byteCount(of: shape, type: type) : count(of: shape)
  }
}

extension Tensor {
  private static func making(
    _ operation: ATenOperator, _ arguments: [OperatorArgument], _ type: ElementType,
    _ device: Device
  ) throws -> Tensor {
    for case .integers(let shape) in arguments { try check(shape, type, on: device) }
    let options: [OperatorArgument] = [.integer(type.code), .none, .device(device), .none]
    return try operation.results(arguments + options, room: 1)[0]
  }

  /// A tensor with arbitrary elements, to be overwritten at once.
  package static func empty(
    _ shape: [Int], type: ElementType = .float32, device: Device = .cpu
  ) throws -> Tensor {
    try making(.empty, [.integers(shape)], type, device)
  }

  /// Zeros.
  package static func zeros(
    _ shape: [Int], type: ElementType = .float32, device: Device = .cpu
  ) throws -> Tensor {
    try making(.zeros, [.integers(shape)], type, device)
  }

  /// `value` everywhere.
  package static func full(
    _ shape: [Int], _ value: Double, type: ElementType = .float32, device: Device = .cpu
  ) throws -> Tensor {
    try making(.full, [.integers(shape), .number(value)], type, device)
  }

  /// Ones.
  package static func ones(
    _ shape: [Int], type: ElementType = .float32, device: Device = .cpu
  ) throws -> Tensor {
    try full(shape, 1, type: type, device: device)
  }

  /// The integers 0 ..< `count`, int64.
  package static func arange(_ count: Int, device: Device = .cpu) throws -> Tensor {
    try check([count], .int64, on: device)
    return try making(.arange, [.integer(count)], .int64, device)
  }

  /// Samples of the standard normal distribution.
  package static func normal(
    _ shape: [Int], key: RandomKey, type: ElementType = .float32, device: Device = .cpu
  ) throws -> Tensor {
    try making(.randn, [.integers(shape), .seed(key)], type, device)
  }

  /// Samples of the uniform distribution on 0 ..< 1.
  package static func uniform(
    _ shape: [Int], key: RandomKey, type: ElementType = .float32, device: Device = .cpu
  ) throws -> Tensor {
    try making(.rand, [.integers(shape), .seed(key)], type, device)
  }

  /// Uniform samples of the integers 0 ..< `bound`, int64.
  package static func integers(
    below bound: Int, shape: [Int], key: RandomKey, device: Device = .cpu
  ) throws -> Tensor {
    try making(.randint, [.integer(bound), .integers(shape), .seed(key)], .int64, device)
  }

  /// Ones with `probability`, else zeros.
  package static func bernoulli(
    _ shape: [Int], probability: Double, key: RandomKey, device: Device = .cpu
  ) throws -> Tensor {
    try (uniform(shape, key: key, device: device) .< probability).to(.float32)
  }

  /// A random permutation of 0 ..< `count`, int64, on the CPU.
  package static func permutation(_ count: Int, key: RandomKey) throws -> Tensor {
    try check([count], .int64, on: .cpu)
    return try making(.randperm, [.integer(count), .seed(key)], .int64, .cpu)
  }
}
