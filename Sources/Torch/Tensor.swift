internal import CTorch

/// The type of a tensor's elements.
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

/// A multi-dimensional array of numbers, held by libtorch; one reference, released with this object.
///
/// Not `Sendable`: a tensor stays on the thread that created it.
package final class Tensor {
  private let handle: ct_tensor

  /// Takes over a reference that the shim has returned.
  init(owning handle: ct_tensor) { self.handle = handle }

  /// Takes over the reference that a function of the shim returns; null is a failure.
  init(making make: (ct_api) throws -> ct_tensor?) throws {
    let api = try Backend.api
    guard let handle = try make(api) else { throw TorchError.newest(api) }
    self.handle = handle
  }

  deinit { (try? Backend.api)?.release(handle) }

  /// Passes the shim's handle to `body`; it is valid only there.
  func withHandle<Result>(_ body: (ct_tensor) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(self) { try body(handle) }
  }

  /// Passes the handles of `tensors` to `body`; they are valid only there.
  static func withHandles<Result>(
    _ tensors: [Tensor], _ body: (UnsafeBufferPointer<ct_tensor?>) throws -> Result
  ) rethrows -> Result {
    try withUnsafeTemporaryAllocation(of: ct_tensor?.self, capacity: tensors.count) { handles in
      _ = handles.initialize(from: tensors.lazy.map(\.handle))
      return try withExtendedLifetime(tensors) { try body(UnsafeBufferPointer(handles)) }
    }
  }

  /// Tensors that Swift holds at present, in this process.
  package static var liveCount: Int { get throws { Int(try Backend.api.live_count()) } }
}

extension Tensor {
  /// The sizes of all axes.
  package var shape: [Int] {
    guard let api = try? Backend.api else { return [] }
    return withHandle { handle in
      (0..<Swift.max(0, api.dimensions(handle))).map { Int(api.size(handle, $0)) }
    }
  }

  /// The number of elements.
  package var count: Int { shape.reduce(1, &*) }

  /// The type of the elements; nil for one that Reverie does not use.
  package var elementType: ElementType? {
    withHandle { handle in (try? Backend.api)?.type(handle) }
      .flatMap(ElementType.init(rawValue:))
  }

  /// Where the elements are.
  package var device: Device {
    let index = withHandle { handle in (try? Backend.api)?.device(handle) } ?? -1
    return index < 0 ? .cpu : .cuda(Int(index))
  }
}
