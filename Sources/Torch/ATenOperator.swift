internal import CTorch
import Synchronization

/// An operator of ATen, looked up once by its schema name.
final class ATenOperator: Sendable {
  private let name: String
  private let overload: String
  /// The address of the operator, which lives as long as the process; 0 before the first call.
  private let address = Atomic<UInt>(0)

  init(_ name: String, _ overload: String = "") {
    (self.name, self.overload) = ("aten::" + name, overload)
  }

  /// Calls the operator and returns its first result.
  func callAsFunction(_ arguments: OperatorArgument...) throws -> Tensor {
    try results(arguments, room: 8)[0]
  }

  /// Calls the operator for its side effect.
  func run(_ arguments: OperatorArgument...) throws {
    _ = try results(arguments, room: 8, needed: 0)
  }

  /// Calls the operator and returns all tensors among its results.
  ///
  /// - Parameters:
  ///   - room: the most results that the operator may have.
  ///   - needed: the fewest tensors that it must return.
  func results(_ arguments: [OperatorArgument], room: Int, needed: Int = 1) throws -> [Tensor] {
    let api = try Backend.api
    let target = try self.target(api)
    let tensors = try arguments.withValues(room: room) { values in
      let results = UnsafeMutableBufferPointer(rebasing: values[arguments.count...])
      let count = api.call(
        target, values.baseAddress, Int32(arguments.count), results.baseAddress, Int32(room))
      guard count >= 0 else { throw TorchError.newest(api) }
      return results[..<Int(count)].compactMap { value in
        value.tag == Int32(CT_TENSOR.rawValue) ? value.as.tensor.map(Tensor.init(owning:)) : nil
      }
    }
    guard tensors.count >= needed else {
      throw TorchError("\(name) returned \(tensors.count) tensors instead of \(needed)")
    }
    return tensors
  }

  private func target(_ api: ct_api) throws -> ct_operator {
    if let found = ct_operator(bitPattern: address.load(ordering: .acquiring)) { return found }
    guard let found = api.find(name, overload) else { throw TorchError.newest(api) }
    address.store(UInt(bitPattern: found), ordering: .releasing)
    return found
  }
}

/// An argument of an operator.
///
/// A value like any other: it holds its tensors, and becomes a C value only while the operator runs.
enum OperatorArgument {
  /// An optional argument that is left out.
  case none
  case tensor(Tensor?)
  case integer(Int?)
  case number(Double?)
  case flag(Bool)
  case integers([Int])
  case tensors([Tensor])
  case device(Device)
  /// A generator that is seeded with the key for this call, on the device of another argument.
  case seed(RandomKey)
}

extension [OperatorArgument] {
  /// Passes the arguments as C values, followed by `room` uninitialised ones, to `body`.
  fileprivate func withValues<Result>(
    room: Int, _ body: (UnsafeMutableBufferPointer<ct_value>) throws -> Result
  ) throws -> Result {
    var (tensors, integers, device): ([Tensor], [Int64], String) = ([], [], "")
    tensors.reserveCapacity(count)
    for argument in self {
      switch argument {
      case .tensor(let tensor?): tensors.append(tensor)
      case .tensors(let list): tensors += list
      case .integers(let list): integers += list.lazy.map(Int64.init)
      case .device(let place): device = place.description
      default: break
      }
    }
    return try Tensor.withHandles(tensors) { handles in
      try integers.withUnsafeBufferPointer { integers in
        try device.withCString { device in
          try withUnsafeTemporaryAllocation(of: ct_value.self, capacity: count + room) { values in
            var lists = ArgumentLists(handles: handles[...], integers: integers[...])
            for (index, argument) in enumerated() {
              values.initializeElement(at: index, to: lists.value(of: argument, device))
            }
            return try body(values)
          }
        }
      }
    }
  }
}

/// What the tensors and whole numbers of a call's arguments are taken from, in their order.
private struct ArgumentLists {
  var handles: Slice<UnsafeBufferPointer<ct_tensor?>>
  var integers: Slice<UnsafeBufferPointer<Int64>>

  mutating func value(of argument: OperatorArgument, _ device: UnsafePointer<CChar>) -> ct_value {
    var value = ct_value()
    func tag(_ tag: ct_tag) { value.tag = Int32(tag.rawValue) }
    switch argument {
    case .none, .tensor(nil), .integer(nil), .number(nil): tag(CT_NONE)
    case .tensor:
      tag(CT_TENSOR)
      value.as.tensor = handles.removeFirst()
    case .integer(let integer?):
      tag(CT_INT)
      value.as.integer = Int64(integer)
    case .number(let number?):
      tag(CT_DOUBLE)
      value.as.number = number
    case .flag(let flag):
      tag(CT_BOOL)
      value.as.integer = flag ? 1 : 0
    case .seed(let key):
      tag(CT_SEED)
      value.as.seed = key.bits
    case .device:
      tag(CT_DEVICE)
      value.as.string = device
    case .integers(let list):
      tag(CT_INTS)
      value.count = Int32(list.count)
      value.as.integers = UnsafeBufferPointer(rebasing: integers.prefix(list.count)).baseAddress
      integers.removeFirst(list.count)
    case .tensors(let list):
      tag(CT_TENSORS)
      value.count = Int32(list.count)
      value.as.tensors = UnsafeBufferPointer(rebasing: handles.prefix(list.count)).baseAddress
      handles.removeFirst(list.count)
    }
    return value
  }
}
