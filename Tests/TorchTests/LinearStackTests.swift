import Testing

@testable import Torch

@Suite struct LinearStackTests {
  private let store = ParameterStore(key: RandomKey(seed: 3))

  private func layers(_ widths: [Int]) throws -> [Linear] {
    try zip(widths, widths.dropFirst()).enumerated().map {
      try Linear($1.0, $1.1, in: store, "l\($0)")
    }
  }

  /// The layers one after the other.
  private func chain(_ layers: [Linear], _ inputs: Tensor) throws -> Tensor {
    try layers.dropFirst().reduce(layers[0](inputs)) { try $1($0.relu()) }
  }

  @Test(arguments: [[5, 3], [6, 8, 4], [7, 9, 5, 2]])
  func `a stack gives the bits of its layers, forward and backward`(_ widths: [Int]) throws {
    let layers = try layers(widths)
    let stack = try LinearStack(layers)
    let inputs = try Tensor.normal([11, widths[0]], key: store.key("x"))
    try inputs.requireGradient()
    let sources = [inputs] + store.parameters.map(\.tensor)
    let (one, other) = (try stack(inputs), try chain(layers, inputs))
    #expect(try one.bytes() == other.bytes())
    let found = try gradients(of: one.square().sum(), withRespectTo: sources)
    let wanted = try gradients(of: other.square().sum(), withRespectTo: sources)
    for (left, right) in zip(found, wanted) {
      #expect(try #require(left).bytes() == #require(right).bytes())
    }
  }

  @Test func `frozen layers and inputs get no gradients`() throws {
    let layers = try layers([4, 6, 3])
    try layers[0].weight.requireGradient(false)
    let stack = try LinearStack(layers)
    let inputs = try Tensor.normal([5, 4], key: store.key("x"))
    try stack(inputs).sum().backward()
    #expect(inputs.gradient == nil && layers[0].weight.gradient == nil)
    #expect(layers[0].bias?.gradient != nil && layers[1].weight.gradient != nil)
  }

  @Test func `nothing is recorded without gradients`() throws {
    let stack = try LinearStack(layers([4, 6, 3]))
    let inputs = try Tensor.normal([5, 4], key: store.key("x"))
    let scores = try withoutGradients { try stack(inputs) }
    #expect(!scores.requiresGradient)
    #expect(try scores.bytes() == stack(inputs).bytes())
  }

  @Test func `impossible stacks and inputs are refused`() throws {
    #expect(throws: TorchError.self) { try LinearStack([]) }
    let bare = try Linear(4, 2, bias: false, in: store, "bare")
    #expect(throws: TorchError.self) { try LinearStack([bare]) }
    let stack = try LinearStack(layers([4, 2]))
    #expect(throws: TorchError.self) { try stack(.zeros([3, 5])) }
    #expect(throws: TorchError.self) { try stack(.zeros([3, 2, 2])) }
  }

  @Test func `a Bernoulli loss is the weighted cross entropy`() throws {
    let logits = try Tensor.normal([6, 9], key: store.key("x")) * 8
    let targets = try Tensor.uniform([6, 9], key: store.key("t"))
    let weights = try Tensor.uniform([6], key: store.key("w"))
    let rows = try Loss.binaryCrossEntropyWithLogits(logits, targets, reduction: .none)
      .sum(dims: [1])
    let wanted = try (rows * weights).sum().item() * 0.25
    let found = try Loss.bernoulli(logits, targets, weights: weights, scale: 0.25).item()
    #expect(abs(found - wanted) < 1e-5 * abs(wanted))
    let all = try Loss.bernoulli(logits, targets, weights: nil, scale: 1).item()
    #expect(abs(all - (try rows.sum().item())) < 1e-5 * abs(all))
  }

  @Test func `a Gaussian code costs its divergence`() throws {
    let statistics = try Tensor.normal([6, 8], key: store.key("x"))
    let noise = try Tensor.normal([6, 4], key: store.key("e"))
    let (mean, logVariance) = (
      try statistics.narrow(dim: 1, start: 0, count: 4),
      try statistics.narrow(dim: 1, start: 4, count: 4)
    )
    let code = try GaussianCode(statistics, noise: noise, weights: nil, scale: 0.5)
    let wanted = try Loss.divergenceFromNormal(mean: mean, logVariance: logVariance).sum().item()
    #expect(abs(try code.divergence.item() - wanted * 0.5) < 1e-5 * abs(wanted))
    let sample = try mean + noise * (logVariance * 0.5).exp()
    for (one, other) in zip(try code.sample.floats(), try sample.floats()) {
      #expect(abs(one - other) < 1e-6)
    }
  }

  @Test func `losses refuse shapes that do not fit`() throws {
    let rows = try Tensor.zeros([3, 4])
    #expect(throws: TorchError.self) {
      try Loss.bernoulli(rows, .zeros([3, 5]), weights: nil, scale: 1)
    }
    #expect(throws: TorchError.self) {
      try Loss.bernoulli(rows, rows, weights: .zeros([4]), scale: 1)
    }
    #expect(throws: TorchError.self) {
      try GaussianCode(rows, noise: .zeros([3, 4]), weights: nil, scale: 1)
    }
    #expect(throws: TorchError.self) {
      try GaussianCode(rows, noise: .zeros([2, 2]), weights: nil, scale: 1)
    }
  }
}
