import Testing
import Torch

@testable import Augmentation

@Suite struct AdaptiveProbabilityTests {
  private func make() throws -> AdaptiveProbability {
    try AdaptiveProbability(key: RandomKey(seed: 1))
  }

  @Test func `it moves every fourth step towards the sign of the excess`() throws {
    let ada = try make()
    let (sure, unsure) = (try Tensor([Float(1), 2, 3]), try Tensor([Float(-1), 2, -3]))
    var values: [Double] = []
    for step in 0..<12 {
      try ada.observe(step < 8 ? sure : unsure, step: step, ramp: 40)
      values.append(try ada.value)
    }
    #expect(values == [0, 0, 0, 0.1, 0.1, 0.1, 0.1, 0.2, 0.2, 0.2, 0.2, 0.1])
  }

  @Test func `it stays between 0 and its limit`() throws {
    let ada = try make()
    for step in 0..<100 {
      try ada.observe(Tensor([Float(step < 40 ? 1 : -1)]), step: step, ramp: 8)
      #expect(try (0...0.5).contains(ada.value))
      if step == 39 { #expect(try ada.value == 0.5) }
    }
    #expect(try ada.value == 0)
    try ada.reset(to: 0.9)
    #expect(try ada.value == 0.5)
    try ada.reset()
    #expect(try ada.value == 0)
  }

  @Test func `its state is all that it continues from`() throws {
    let (one, other) = (try make(), try make())
    let sure = try Tensor([Float(1)])
    for step in 0..<6 { try one.observe(sure, step: step, ramp: 40) }
    try other.store.assign(from: one.store)
    for step in 6..<10 {
      try one.observe(sure, step: step, ramp: 40)
      try other.observe(sure, step: step, ramp: 40)
    }
    #expect(try one.store.digest() == other.store.digest())
    #expect(try one.value == 0.2)
  }
}
