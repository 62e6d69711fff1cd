internal import CTorch
import Synchronization

/// An operator of ATen, looked up once by its schema name.
final class ATenOperator: Sendable {
  private let name: String
  private let overload: String
  /// The address of the operator, which never changes or goes; 0 before the first call.
  private let handle = Atomic<UInt>(0)

  init(_ name: String, _ overload: String = "") {
    (self.name, self.overload) = ("aten::" + name, overload)
  }

  /// Calls the operator for its first result.
  func callAsFunction(_ arguments: OperatorArgument...) throws -> Tensor {
    try results(arguments, room: 8)[0]
  }

  /// Calls the operator for its side effect.
  func run(_ arguments: OperatorArgument...) throws {
    _ = try results(arguments, room: 8, needed: 0)
  }

  /// Calls the operator for all its tensors.
  func results(_ arguments: [OperatorArgument], room: Int, needed: Int = 1) throws -> [Tensor] {
    let api = try Backend.api
    let target = try self.target(api)
    let given = arguments.count
    return try withUnsafeTemporaryAllocation(
      of: ct_value.self, capacity: given + room
    ) { values in
      for (index, argument) in arguments.enumerated() { values[index] = argument.value }
      let results = UnsafeMutableBufferPointer(rebasing: values[given...])
      let count = withExtendedLifetime(arguments) {
        api.call(target, values.baseAddress, Int32(given), results.baseAddress, Int32(room))
      }
      guard count >= 0 else { throw TorchError.newest(api) }
      let tensors = results[..<Int(count)].compactMap { value in
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

/// What an operator is called with; keeps a tensor alive for as long as it may be read.
struct OperatorArgument {
  fileprivate var value = ct_value()
  private var owner: Tensor?

  private init(_ tag: ct_tag) { value.tag = Int32(tag.rawValue) }

  static var none: OperatorArgument { OperatorArgument(CT_NONE) }

  static func tensor(_ tensor: Tensor) -> OperatorArgument {
    var argument = OperatorArgument(CT_TENSOR)
    argument.value.as.tensor = tensor.handle
    argument.owner = tensor
    return argument
  }

  static func tensor(_ tensor: Tensor?) -> OperatorArgument { tensor.map { .tensor($0) } ?? .none }

  static func integer(_ integer: Int) -> OperatorArgument {
    var argument = OperatorArgument(CT_INT)
    argument.value.as.integer = Int64(integer)
    return argument
  }

  static func integer(_ integer: Int?) -> OperatorArgument { integer.map { .integer($0) } ?? .none }

  static func number(_ number: Double) -> OperatorArgument {
    var argument = OperatorArgument(CT_DOUBLE)
    argument.value.as.number = number
    return argument
  }

  static func number(_ number: Double?) -> OperatorArgument { number.map { .number($0) } ?? .none }

  static func flag(_ flag: Bool) -> OperatorArgument {
    var argument = OperatorArgument(CT_BOOL)
    argument.value.as.integer = flag ? 1 : 0
    return argument
  }

  static func seed(_ key: RandomKey) -> OperatorArgument {
    var argument = OperatorArgument(CT_SEED)
    argument.value.as.seed = key.bits
    return argument
  }

  /// Only while the buffer stands, as the ones below; `withIntegers` and `withTensors` lend them.
  static func integers(_ buffer: UnsafeBufferPointer<Int64>) -> OperatorArgument {
    var argument = OperatorArgument(CT_INTS)
    argument.value.count = Int32(buffer.count)
    argument.value.as.integers = buffer.baseAddress
    return argument
  }

  static func tensors(_ buffer: UnsafeBufferPointer<ct_tensor?>) -> OperatorArgument {
    var argument = OperatorArgument(CT_TENSORS)
    argument.value.count = Int32(buffer.count)
    argument.value.as.tensors = buffer.baseAddress
    return argument
  }

  static func device(_ name: UnsafePointer<CChar>) -> OperatorArgument {
    var argument = OperatorArgument(CT_DEVICE)
    argument.value.as.string = name
    return argument
  }

  static func string(_ text: UnsafePointer<CChar>) -> OperatorArgument {
    var argument = OperatorArgument(CT_STRING)
    argument.value.as.string = text
    return argument
  }
}

/// Lends `integers` to `body` as an argument.
func withIntegers<Result>(
  _ integers: [Int], _ body: (OperatorArgument) throws -> Result
) rethrows -> Result {
  try integers.map(Int64.init).withUnsafeBufferPointer { try body(.integers($0)) }
}

/// Lends each of `lists` to `body` as an argument.
func withIntegers<Result>(
  lists: [[Int]], _ body: ([OperatorArgument]) throws -> Result
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
  _ tensors: [Tensor], _ body: (OperatorArgument) throws -> Result
) rethrows -> Result {
  try withTensors(lists: [tensors]) { try body($0[0]) }
}

/// Lends each of `lists` to `body` as an argument.
func withTensors<Result>(
  lists: [[Tensor]], _ body: ([OperatorArgument]) throws -> Result
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
