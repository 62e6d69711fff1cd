import Testing

@testable import Torch

@Suite struct ParameterStoreTests {
  @Test func `first values depend on the name and not on the order`() throws {
    let (one, other) = (
      ParameterStore(key: RandomKey(seed: 3)), ParameterStore(key: RandomKey(seed: 3))
    )
    let a = try Linear(4, 4, in: one, "a")
    _ = try Linear(4, 4, in: other, "b")
    let again = try Linear(4, 4, in: other, "a")
    #expect(try a.weight.floats() == again.weight.floats())
  }

  @Test func `a name cannot be given twice`() throws {
    let store = ParameterStore(key: RandomKey(seed: 3))
    _ = try store.parameter("w", [1], .zeros)
    #expect(throws: TorchError.self) { try store.buffer("w", [1], 0) }
  }

  @Test func `values of another form are refused and nothing changes`() throws {
    let store = ParameterStore(key: RandomKey(seed: 3))
    _ = try store.parameter("a", [2], .ones)
    _ = try store.parameter("b", [2], .ones)
    let before = try store.digest()
    let good = try Tensor.zeros([2])
    #expect(throws: TorchError("tensor 'b' is missing")) { try store.assign(["a": good]) }
    #expect(throws: TorchError("tensor 'b' has shape [3], expected [2]")) {
      try store.assign(["a": good, "b": .zeros([3])])
    }
    #expect(throws: TorchError("tensor 'c' does not belong to this network")) {
      try store.assign(["a": good, "b": good, "c": good])
    }
    #expect(try store.digest() == before)
    try store.assign(["a": good, "b": good])
    #expect(try store.digest() != before)
  }
}
