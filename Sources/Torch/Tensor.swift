internal import CTorch

/// What the elements of a tensor are.
package enum ElementType: Int32, Sendable {
  case uint8 = 0
  case int64, float32, float64, bool

  /// Bytes of one element.
  package var size: Int {
    switch self {
    case .uint8, .bool: 1
    case .float32: 4
    case .int64, .float64: 8
    }
  }

  /// libtorch's number for the type.
  var code: Int {
    switch self {
    case .uint8: 0
    case .int64: 4
    case .float32: 6
    case .float64: 7
    case .bool: 11
    }
  }
}

/// Where a tensor's elements are.
package enum Device: Sendable, Hashable, LosslessStringConvertible {
  case cpu
  /// A GPU, counted from 0.
  case cuda(Int)

  /// `cpu`, `cuda` for the first GPU, or `cuda:0` to `cuda:127`.
  package init?(_ description: String) {
    switch description {
    case "cpu": self = .cpu
    case "cuda": self = .cuda(0)
    default:
      guard description.hasPrefix("cuda:"), let index = Int(description.dropFirst(5)),
        0...127 ~= index, description == "cuda:\(index)"
      else { return nil }
      self = .cuda(index)
    }
  }

  /// `cpu`, `cuda:0`, ...
  package var description: String {
    switch self {
    case .cpu: "cpu"
    case .cuda(let index): "cuda:\(index)"
    }
  }
}

/// An array of numbers that libtorch holds; one reference, dropped when this object goes.
///
/// Not `Sendable`: a tensor stays on the thread that made it.
package final class Tensor {
  let handle: ct_tensor

  init(handle: ct_tensor) { self.handle = handle }

  deinit { try? Backend.api.release(handle) }

  /// Tensors that Swift holds at present, in this process.
  package static var liveCount: Int { get throws { Int(try Backend.api.live_count()) } }

  /// Sizes of all axes.
  package var shape: [Int] {
    guard let api = try? Backend.api else { return [] }
    return (0..<api.dimensions(handle)).map { Int(api.size(handle, $0)) }
  }

  /// Number of elements.
  package var count: Int { shape.reduce(1, *) }

  /// What the elements are; nil for a type that Reverie does not use.
  package var elementType: ElementType? {
    (try? Backend.api.type(handle)).flatMap { ElementType(rawValue: $0) }
  }

  /// Where the elements are.
  package var device: Device {
    let index = (try? Backend.api.device(handle)) ?? -1
    return index < 0 ? .cpu : .cuda(Int(index))
  }

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
    self.init(
      handle: try values.withUnsafeBytes {
        try Tensor.copy($0, shape: shape ?? [values.count], type: type)
      })
  }

  /// Copies `bytes`, the elements in row-major order.
  package convenience init(
    bytes: UnsafeRawBufferPointer, shape: [Int], type: ElementType
  ) throws {
    self.init(handle: try Tensor.copy(bytes, shape: shape, type: type))
  }

  private static func copy(
    _ bytes: UnsafeRawBufferPointer, shape: [Int], type: ElementType
  ) throws -> ct_tensor {
    let count = try Tensor.count(of: shape)
    guard bytes.count == count * type.size else {
      throw TorchError("\(bytes.count) bytes do not fill a tensor of shape \(shape)")
    }
    let api = try Backend.api
    let sizes = shape.map(Int64.init)
    guard let handle = api.copy_in(bytes.baseAddress, sizes, Int32(sizes.count), type.rawValue)
    else { throw TorchError.newest(api) }
    return handle
  }

  /// A tensor over memory that `owner` keeps alive; nothing is copied.
  package convenience init(
    borrowing bytes: UnsafeMutableRawPointer, owner: AnyObject, shape: [Int], type: ElementType
  ) throws {
    let api = try Backend.api
    _ = try Tensor.count(of: shape)
    let sizes = shape.map(Int64.init)
    let retained = Unmanaged.passRetained(owner).toOpaque()
    let handle = api.borrow(bytes, sizes, Int32(sizes.count), type.rawValue, retained) { owner in
      if let owner { Unmanaged<AnyObject>.fromOpaque(owner).release() }
    }
    guard let handle else {
      Unmanaged<AnyObject>.fromOpaque(retained).release()
      throw TorchError.newest(api)
    }
    self.init(handle: handle)
  }

  /// The number of elements, such that their bytes can be counted too.
  static func count(of shape: [Int]) throws -> Int {
    var count = 1
    for size in shape {
      // Strides are counted as if empty dimensions had one element.
      let (product, overflow) = count.multipliedReportingOverflow(by: Swift.max(1, size))
      guard size >= 0, !overflow, product <= Int.max / 8 else {
        throw TorchError("shape \(shape) is not possible")
      }
      count = product
    }
    return shape.contains(0) ? 0 : count
  }
}
