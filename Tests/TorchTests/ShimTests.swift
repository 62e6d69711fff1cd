import CTorch
import Testing

@testable import Torch

/// The C functions below the tensors, called as no Swift code of ours would.
@Suite struct ShimTests {
  /// A call that must fail, and the message that it leaves.
  struct Misuse: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let message: String
    let fails: @Sendable (ct_api) -> Bool

    init(_ name: String, _ message: String, _ fails: @escaping @Sendable (ct_api) -> Bool) {
      (testDescription, self.message, self.fails) = (name, message, fails)
    }
  }

  private static func value(
    _ tag: ct_tag, count: Int32 = 0, _ set: (inout ct_value) -> Void = { _ in }
  ) -> ct_value {
    var value = ct_value()
    (value.tag, value.count) = (Int32(tag.rawValue), count)
    set(&value)
    return value
  }

  /// Whether calling an operator with one argument fails.
  private static func fails(_ api: ct_api, _ name: String, with argument: ct_value) -> Bool {
    guard let target = api.find("aten::" + name, "") else { return false }
    return withUnsafePointer(to: argument) { api.call(target, $0, 1, nil, 0) } < 0
  }

  private static let missing = "a tensor is missing"

  static let misuses: [Misuse] = [
    Misuse("find nothing", "an operator's name is missing") { $0.find(nil, nil) == nil },
    Misuse("find what does not exist", "aten::nothing") { $0.find("aten::nothing", "") == nil },
    Misuse("call nothing", "an operator is missing") { $0.call(nil, nil, 0, nil, 0) < 0 },
    Misuse("call with a negative count", "a list is missing") {
      $0.call($0.find("aten::relu", ""), nil, -1, nil, 0) < 0
    },
    Misuse("call without arguments", "a list is missing") {
      $0.call($0.find("aten::relu", ""), nil, 1, nil, 0) < 0
    },
    Misuse("call without room", "there is no room") {
      $0.call($0.find("aten::relu", ""), nil, 0, nil, 1) < 0
    },
    Misuse("a null tensor as an argument", missing) {
      fails($0, "relu", with: value(CT_TENSOR))
    },
    Misuse("a list of tensors without tensors", "a list is missing") {
      fails($0, "cat", with: value(CT_TENSORS, count: 2))
    },
    Misuse("a list of a negative length", "a list is missing") {
      fails($0, "cat", with: value(CT_INTS, count: -1))
    },
    Misuse("a device without a name", "a device's name is missing") {
      fails($0, "relu", with: value(CT_DEVICE))
    },
    Misuse("an unknown device", "device") { api in
      "mars".withCString { name in
        fails(api, "relu", with: value(CT_DEVICE) { $0.as.string = name })
      }
    },
    Misuse("a text without text", "a text is missing") {
      fails($0, "relu", with: value(CT_STRING))
    },
    Misuse("an unknown tag", "unknown kind of argument 99") {
      fails($0, "relu", with: value(ct_tag(rawValue: 99)))
    },
    Misuse("an argument of another type", "Tensor") { fails($0, "relu", with: value(CT_DOUBLE)) },
    Misuse("copy_in without elements", "the elements are missing") {
      $0.copy_in(nil, [2], 1, ElementType.float32.rawValue) == nil
    },
    Misuse("copy_in with an unknown type", "unknown element type 99") {
      $0.copy_in([0, 0], [2], 1, 99) == nil
    },
    Misuse("copy_in without a shape", "a list is missing") { $0.copy_in([0], nil, 1, 2) == nil },
    Misuse("copy_in with a negative size", "cannot have the shape") {
      $0.copy_in([0], [-1], 1, 2) == nil
    },
    Misuse("copy_in of more than memory can address", "cannot have the shape") {
      $0.copy_in([0], [.max, 2], 2, 2) == nil
    },
    Misuse("copy_out of nothing", missing) { $0.copy_out(nil, nil, 0) < 0 },
    Misuse("dimensions", missing) { $0.dimensions(nil) < 0 },
    Misuse("size", missing) { $0.size(nil, 0) < 0 },
    Misuse("type", missing) { $0.type(nil) < 0 },
    Misuse("device", missing) { $0.device(nil) == CT_NO_DEVICE.rawValue },
    Misuse("item", missing) {
      var value = 0.0
      return $0.item(nil, &value) < 0
    },
    Misuse("digest", missing) {
      var value: UInt64 = 0
      return $0.digest(nil, &value) < 0
    },
    Misuse("require_gradient", missing) { $0.require_gradient(nil, 1) < 0 },
    Misuse("requires_gradient", missing) { $0.requires_gradient(nil) < 0 },
    Misuse("gradient", missing) { $0.gradient(nil) == nil },
    Misuse("clear_gradient", missing) { $0.clear_gradient(nil) < 0 },
    Misuse("backward", missing) { $0.backward(nil, 0) < 0 },
    Misuse("gradients of nothing", missing) { $0.gradients(nil, nil, 0, 0, nil) < 0 },
    Misuse("gradients without inputs", "a list is missing") {
      $0.gradients(nil, nil, 1, 0, nil) < 0
    },
    Misuse("data", missing) { $0.data(nil) == nil },
    Misuse("linear_stack", missing) { $0.linear_stack(nil, nil, nil, 1) == nil },
    Misuse("bernoulli_loss", missing) { $0.bernoulli_loss(nil, nil, nil, 1) == nil },
    Misuse("gaussian_code", "no room") { $0.gaussian_code(nil, nil, nil, 1, nil) == nil },
    Misuse("set_threads", "positive") { $0.set_threads(0) < 0 },
  ]

  @Test(arguments: misuses)
  func `a call without sense fails with a message of one line`(_ misuse: Misuse) throws {
    let api = try Backend.api
    #expect(misuse.fails(api))
    let message = String(cString: try #require(api.last_error()))
    #expect(message.contains(misuse.message) && !message.contains("\n"), "\(message)")
  }

  @Test func `sizes beyond the last dimension are refused`() throws {
    let (api, tensor) = (try Backend.api, try Tensor.zeros([2, 3]))
    let sizes = tensor.withHandle { handle in (-1...2).map { api.size(handle, $0) } }
    #expect(sizes == [-1, 2, 3, -1])
  }

  @Test func `elements are not copied into too little room`() throws {
    let (api, tensor) = (try Backend.api, try Tensor.zeros([2]))
    var room = [Float](repeating: 7, count: 2)
    let statuses = tensor.withHandle { handle in
      [4, 8].map { api.copy_out(handle, &room, $0) }
    }
    #expect(statuses == [-1, 0] && room == [0, 0])
    #expect(tensor.withHandle { api.copy_out($0, nil, 8) } == -1)
  }

  @Test func `memory that cannot be lent stays with its owner`() throws {
    let api = try Backend.api
    var bytes: [Float] = [0, 0]
    // Were `done` called, the process would end: there is no owner.
    let tensor = api.borrow(&bytes, [-2], 1, ElementType.float32.rawValue, nil) { _ in
      fatalError("given back twice")
    }
    #expect(tensor == nil)
  }

  @Test func `releasing nothing does nothing`() throws {
    let api = try Backend.api
    api.release(nil)
    #expect(api.live_count() >= 0)
  }

  /// Multiplications by hand: batch 4, channels 2 to 3, kernel 3 x 3, images 8 x 8.
  @Test func `products and convolutions are counted, forward and backward`() throws {
    let store = ParameterStore(key: RandomKey(seed: 1))
    let (rows, linear) = (try Tensor.zeros([5, 7]), try Linear(7, 3, in: store, "l"))
    let product = try multiplications { _ = try rows.matmul(Tensor.zeros([7, 11])) }
    #expect(product == 5 * 7 * 11)
    #expect(try multiplications { _ = try rows.matmul(Tensor.zeros([7, 11])) } == 5 * 7 * 11)
    #expect(try multiplications { _ = try linear(rows) } == 5 * 7 * 3)
    // Backward: the weights' gradient alone, as the rows ask for none.
    #expect(try multiplications { try linear(rows).sum().backward() } == 2 * 5 * 7 * 3)
    let images = try Tensor.zeros([4, 2, 8, 8])
    let convolution = try Conv2d(2, 3, kernel: 3, padding: 1, in: store, "c")
    let forward = 4 * 8 * 8 * 2 * 3 * 9
    #expect(try multiplications { _ = try convolution(images) } == forward)
    #expect(try multiplications { try convolution(images).sum().backward() } == 2 * forward)
    let transposed = try ConvTranspose2d(2, 3, kernel: 4, stride: 2, padding: 1, in: store, "t")
    #expect(try multiplications { _ = try transposed(images) } == 4 * 8 * 8 * 2 * 3 * 16)
    let grey = try Conv2d(1, 3, kernel: 3, stride: 2, padding: 1, in: store, "g")
    #expect(try multiplications { _ = try grey(.zeros([4, 1, 8, 8])) } == 4 * 4 * 4 * 3 * 9)
    #expect(try multiplications { _ = try rows.relu() } == 0)
  }
}
