internal import CTorch
import Synchronization

/// An operator of ATen, looked up once by its schema name.
final class Operation: Sendable {
  private let name: String
  private let overload: String
  /// The address of the operator, which never changes or goes; 0 before the first call.
  private let handle = Atomic<UInt>(0)

  init(_ name: String, _ overload: String = "") {
    (self.name, self.overload) = ("aten::" + name, overload)
  }

  /// Calls the operator for its first result.
  func callAsFunction(_ arguments: ct_value...) throws -> Tensor {
    try results(arguments, room: 8)[0]
  }

  /// Calls the operator for its side effect.
  func run(_ arguments: ct_value...) throws { _ = try results(arguments, room: 8, needed: 0) }

  /// Calls the operator for all its tensors.
  func results(_ arguments: [ct_value], room: Int, needed: Int = 1) throws -> [Tensor] {
    let api = try Backend.api
    let target = try self.target(api)
    return try withUnsafeTemporaryAllocation(of: ct_value.self, capacity: room) { values in
      let count = arguments.withUnsafeBufferPointer {
        api.call(target, $0.baseAddress, Int32($0.count), values.baseAddress, Int32(room))
      }
      guard count >= 0 else { throw TorchError.newest(api) }
      let tensors = values[..<Int(count)].compactMap { value in
        value.tag == Int32(CT_TENSOR.rawValue) ? value.as.tensor.map(Tensor.init(handle:)) : nil
      }
      guard tensors.count >= needed else { throw TorchError("\(name) gave no tensor") }
      return tensors
    }
  }

  private func target(_ api: ct_api) throws -> ct_operator {
    if let found = ct_operator(bitPattern: handle.load(ordering: .acquiring)) { return found }
    guard let found = api.find(name, overload) else { throw TorchError.newest(api) }
    handle.store(UInt(bitPattern: found), ordering: .releasing)
    return found
  }
}

extension TorchError {
  /// The newest failure on this thread.
  static func newest(_ api: ct_api) -> TorchError {
    TorchError(api.last_error().map { String(cString: $0) } ?? "libtorch failed")
  }
}

extension ct_value {
  private init(_ tag: ct_tag) {
    self.init()
    self.tag = Int32(tag.rawValue)
  }

  static var none: ct_value { ct_value(CT_NONE) }

  static func tensor(_ tensor: Tensor) -> ct_value {
    var value = ct_value(CT_TENSOR)
    value.as.tensor = tensor.handle
    return value
  }

  static func tensor(_ tensor: Tensor?) -> ct_value { tensor.map { .tensor($0) } ?? .none }

  static func integer(_ integer: Int) -> ct_value {
    var value = ct_value(CT_INT)
    value.as.integer = Int64(integer)
    return value
  }

  static func integer(_ integer: Int?) -> ct_value { integer.map { .integer($0) } ?? .none }

  static func number(_ number: Double) -> ct_value {
    var value = ct_value(CT_DOUBLE)
    value.as.number = number
    return value
  }

  static func number(_ number: Double?) -> ct_value { number.map { .number($0) } ?? .none }

  static func flag(_ flag: Bool) -> ct_value {
    var value = ct_value(CT_BOOL)
    value.as.integer = flag ? 1 : 0
    return value
  }

  static func seed(_ key: RandomKey) -> ct_value {
    var value = ct_value(CT_SEED)
    value.as.seed = key.bits
    return value
  }

  static func integers(_ buffer: UnsafeBufferPointer<Int64>) -> ct_value {
    var value = ct_value(CT_INTS)
    value.count = Int32(buffer.count)
    value.as.integers = buffer.baseAddress
    return value
  }

  static func tensors(_ buffer: UnsafeBufferPointer<ct_tensor?>) -> ct_value {
    var value = ct_value(CT_TENSORS)
    value.count = Int32(buffer.count)
    value.as.tensors = buffer.baseAddress
    return value
  }

  static func device(_ name: UnsafePointer<CChar>) -> ct_value {
    var value = ct_value(CT_DEVICE)
    value.as.string = name
    return value
  }

  static func string(_ text: UnsafePointer<CChar>) -> ct_value {
    var value = ct_value(CT_STRING)
    value.as.string = text
    return value
  }
}

/// Lends `integers` to `body` as an argument.
func withIntegers<Result>(
  _ integers: [Int], _ body: (ct_value) throws -> Result
) rethrows -> Result {
  try integers.map(Int64.init).withUnsafeBufferPointer { try body(.integers($0)) }
}

/// Lends each of `lists` to `body` as an argument.
func withIntegers<Result>(
  lists: [[Int]], _ body: ([ct_value]) throws -> Result
) rethrows -> Result {
  try lists.joined().map(Int64.init).withUnsafeBufferPointer { all in
    var start = 0
    return try body(
      lists.map { list in
        defer { start += list.count }
        return .integers(.init(rebasing: all[start..<start + list.count]))
      })
  }
}

/// Lends `tensors` to `body` as an argument.
func withTensors<Result>(
  _ tensors: [Tensor], _ body: (ct_value) throws -> Result
) rethrows -> Result {
  try withTensors(lists: [tensors]) { try body($0[0]) }
}

/// Lends each of `lists` to `body` as an argument.
func withTensors<Result>(
  lists: [[Tensor]], _ body: ([ct_value]) throws -> Result
) rethrows -> Result {
  try withExtendedLifetime(lists) {
    try lists.joined().map { Optional($0.handle) }.withUnsafeBufferPointer { all in
      var start = 0
      return try body(
        lists.map { list in
          defer { start += list.count }
          return .tensors(.init(rebasing: all[start..<start + list.count]))
        })
    }
  }
}
