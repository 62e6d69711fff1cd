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

  @Test func `descent without momentum takes the plain step and keeps no velocities`() throws {
    let store = ParameterStore(key: RandomKey(seed: 1), type: .float64)
    let weight = try store.parameter("w", [1], .constant(1))
    let descent = try SGD(store, rate: 0.1, momentum: 0)
    for expected in [0.8, 0.64] {
      try descent.step(down: weight.square().sum())
      #expect(abs(try weight.item() - expected) < 1e-12)
    }
    #expect(descent.state.isEmpty)
  }

  @Test func `Nesterov's momentum takes the steps of PyTorch`() throws {
    let store = ParameterStore(key: RandomKey(seed: 1), type: .float64)
    let weight = try store.parameter("w", [1], .constant(1))
    let descent = try SGD(store, rate: 0.1, momentum: 0.5, weightDecay: 0.1, nesterov: true)
    for expected in [0.685, 0.416725, 0.223244125] {
      try descent.clearGradients()
      try weight.square().sum().backward()
      try descent.step()
      #expect(abs(try weight.item() - expected) < 1e-12)
    }
  }

  /// Weights after steps 1, 5, 6 and 8 of torch.optim.RAdam 2.13 in float64; the second moment is
  /// trusted from step 6 on.
  private static let rectified: [(decoupled: Bool, after: [Int: [Double]])] = [
    (
      true,
      [
        1: [0.799, -1.598], 5: [0.19931404939914693, -0.39862809879829386],
        6: [0.19698822527945392, -0.39610296051993005],
        8: [0.19117661214014323, -0.3898891409138039],
      ]
    ),
    (
      false,
      [
        1: [0.799, -1.598], 5: [0.19859178264507088, -0.39718356529014176],
        6: [0.19646610145027857, -0.395057883986642],
        8: [0.1910486973872301, -0.38963630011628886],
      ]
    ),
  ]

  @Test(arguments: rectified)
  func `rectified Adam takes the steps of PyTorch`(
    example: (decoupled: Bool, after: [Int: [Double]])
  ) throws {
    let store = ParameterStore(key: RandomKey(seed: 1), type: .float64)
    let weight = try store.parameter("w", [2], .zeros)
    let late = try store.parameter("late", [1], .ones)
    try withoutGradients { try weight.copy(from: Tensor([1.0, -2.0])) }
    let radam = try RAdam(
      store, rate: 0.1, weightDecay: 0.01, decouplesDecay: example.decoupled)
    for step in 1...8 {
      try radam.clearGradients()
      try weight.square().sum().backward()
      try radam.step()
      guard let expected = example.after[step] else { continue }
      for (found, wanted) in zip(try weight.doubles(), expected) {
        #expect(abs(found - wanted) < 1e-12)
      }
    }
    // A parameter that is reached later has a first step of its own.
    #expect(try late.item() == 1)
    try late.square().sum().backward()
    try radam.step()
    #expect(abs(try late.item() - 0.799) < 1e-12)
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
