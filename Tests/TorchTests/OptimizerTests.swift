import Testing

@testable import Torch

@Suite struct OptimizerTests {
  @Test func `Adam takes the steps of its paper`() throws {
    let store = ParameterStore(key: RandomKey(seed: 1), type: .float64)
    let weight = try store.parameter("w", [1], .constant(1))
    let adam = try Adam(store, rate: 0.1)
    var (value, first, second) = (1.0, 0.0, 0.0)
    for step in 1...5 {
      try adam.clearGradients()
      try weight.square().sum().backward()
      try adam.step()
      let slope = 2 * value
      first = 0.9 * first + 0.1 * slope
      second = 0.999 * second + 0.001 * slope * slope
      let meanFirst = first / (1 - power(0.9, step))
      let meanSecond = second / (1 - power(0.999, step))
      value -= 0.1 * meanFirst / (meanSecond.squareRoot() + 1e-8)
      #expect(abs(try weight.item() - value) < 1e-12)
    }
  }

  @Test func `momentum adds up earlier gradients`() throws {
    let store = ParameterStore(key: RandomKey(seed: 1), type: .float64)
    let weight = try store.parameter("w", [1], .constant(1))
    let descent = try SGD(store, rate: 0.1, momentum: 0.5)
    // g = 2w: v1 = 2, w1 = 0.8; v2 = 1 + 1.6 = 2.6, w2 = 0.54
    for expected in [0.8, 0.54] {
      try descent.clearGradients()
      try weight.square().sum().backward()
      try descent.step()
      #expect(abs(try weight.item() - expected) < 1e-12)
    }
  }

  @Test func `a parameter that the loss does not reach stays as it is`() throws {
    let store = ParameterStore(key: RandomKey(seed: 1))
    let used = try store.parameter("used", [1], .ones)
    let unused = try store.parameter("unused", [1], .ones)
    let adam = try Adam(store)
    try used.sum().backward()
    try adam.step()
    #expect(try unused.item() == 1)
    #expect(try used.item() < 1)
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}

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
    #expect(throws: TorchError("tensor 'c' belongs to no part of this network")) {
      try store.assign(["a": good, "b": good, "c": good])
    }
    #expect(try store.digest() == before)
    try store.assign(["a": good, "b": good])
    #expect(try store.digest() != before)
  }
}
