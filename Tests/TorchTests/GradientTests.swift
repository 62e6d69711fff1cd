import Testing

@testable import Torch

/// A function of one tensor whose gradient is compared with central differences in float64.
struct Differentiable: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let shape: [Int]
  /// Builds the function's other parts, in float64, once.
  let make: @Sendable (ParameterStore) throws -> (Tensor) throws -> Tensor

  init(
    _ name: String, _ shape: [Int],
    _ make: @escaping @Sendable (ParameterStore) throws -> (Tensor) throws -> Tensor
  ) {
    (testDescription, self.shape, self.make) = (name, shape, make)
  }
}

private let labels = [0, 2, 1]

private let layersAndLosses: [Differentiable] = [
  .init("linear", [3, 4]) {
    let layer = try Linear(4, 2, in: $0, "l"); return { try layer($0) }
  },
  .init("a stack of linear layers", [3, 4]) { store in
    let layers = try (1...3).map { try Linear(4, 4, in: store, "l\($0)") }
    let stack = try LinearStack(layers)
    return { try stack($0) }
  },
  .init("Bernoulli loss", [3, 4]) { store in
    let targets = try Tensor.uniform([3, 4], key: store.key("t"), type: .float64)
    return { try Loss.bernoulli($0, targets, weights: nil, scale: 0.3) }
  },
  .init("Bernoulli loss with weights", [3, 4]) { store in
    let targets = try Tensor.uniform([3, 4], key: store.key("t"), type: .float64)
    let weights = try Tensor([0.2, 0.3, 0.5] as [Double])
    return { try Loss.bernoulli($0, targets, weights: weights, scale: 0.3) }
  },
  .init("Gaussian code", [3, 4]) { store in
    let noise = try Tensor.normal([3, 2], key: store.key("e"), type: .float64)
    let weights = try Tensor([0.2, 0.3, 0.5] as [Double])
    return {
      let code = try GaussianCode($0, noise: noise, weights: weights, scale: 0.7)
      return try code.sample + code.divergence
    }
  },
  .init("a gradient penalty through a stack", [3, 4]) { store in
    let stack = try LinearStack([Linear(4, 5, in: store, "a"), Linear(5, 1, in: store, "b")])
    return { inputs in
      let score = try stack(inputs).tanh().sum()
      let slope = try gradients(of: score, withRespectTo: [inputs], createGraph: true)[0]
      return try (#require(slope).square().sum(dims: [1]).sqrt() - 1.0).square()
    }
  },
  .init("convolution", [2, 2, 5, 5]) {
    let layer = try Conv2d(2, 3, kernel: 3, stride: 2, padding: 1, in: $0, "c")
    return { try layer($0) }
  },
  .init("transposed convolution", [2, 3, 3, 3]) {
    let layer = try ConvTranspose2d(3, 2, kernel: 4, stride: 2, padding: 1, in: $0, "c")
    return { try layer($0) }
  },
  .init("batch norm of rows", [4, 3]) {
    let layer = try BatchNorm(3, in: $0, "n")
    return { try layer($0, training: true) }
  },
  .init("batch norm of images", [2, 3, 2, 2]) {
    let layer = try BatchNorm(3, in: $0, "n")
    return { try layer($0, training: true) }
  },
  .init("layer norm", [3, 4]) {
    let layer = try LayerNorm(4, in: $0, "n"); return { try layer($0) }
  },
  .init("max pooling", [1, 2, 4, 4]) { _ in { try $0.maxPool(2) } },
  .init("max pooling that overlaps", [1, 2, 5, 4]) { _ in
    { try $0.maxPool(3, stride: 2, padding: 1) }
  },
  .init("average pooling", [1, 2, 4, 4]) { _ in { try $0.averagePool(2) } },
  .init("adaptive average pooling", [1, 2, 4, 4]) { _ in { try $0.adaptiveAveragePool(1) } },
  .init("upsampling", [1, 2, 2, 2]) { _ in { try $0.upsampled(2) } },
  .init("stretching", [1, 2, 2, 3]) { _ in { try $0.stretched(height: 5, width: 4) } },
  .init("sampling at places", [2, 2, 4, 3]) { store in
    let grid = try Tensor.uniform([2, 3, 3, 2], key: store.key("g"), type: .float64) * 3 - 1.5
    return { try $0.sampled(at: grid) }
  },
  .init("stretching by products", [1, 2, 2, 3]) { _ in
    { try $0.stretchedByProducts(height: 5, width: 4) }
  },
  .init("sampling by gathering", [2, 2, 4, 3]) { store in
    let grid = try Tensor.uniform([2, 3, 3, 2], key: store.key("g"), type: .float64) * 3 - 1.5
    return { try $0.sampledByGathering(at: grid) }
  },
  .init("relu", [3, 4]) { _ in { try $0.relu() } },
  .init("leaky relu", [3, 4]) { _ in { try $0.leakyRelu(0.2) } },
  .init("sigmoid", [3, 4]) { _ in { try $0.sigmoid() } },
  .init("tanh", [3, 4]) { _ in { try $0.tanh() } },
  .init("softplus", [3, 4]) { _ in { try $0.softplus() } },
  .init("softmax", [3, 4]) { _ in { try $0.softmax(dim: 1) } },
  .init("log softmax", [3, 4]) { _ in { try $0.logSoftmax(dim: 1) } },
  .init("exp, square, sqrt", [3, 4]) { _ in { try ($0.exp() + $0.square()).sqrt() } },
  .init("cross entropy", [3, 4]) { _ in { try Loss.crossEntropy($0, Tensor(labels)) } },
  .init("distillation", [3, 4]) { store in
    let targets = try Tensor.normal([3, 4], key: store.key("t"), type: .float64).softmax(dim: 1)
    return { try Loss.distillation($0, targets: targets, temperature: 2) }
  },
  .init("binary cross entropy", [3, 4]) { store in
    let targets = try Tensor.uniform([3, 4], key: store.key("t"), type: .float64)
    return { try Loss.binaryCrossEntropyWithLogits($0, targets) }
  },
  .init("mean squared error", [3, 4]) { store in
    let targets = try Tensor.uniform([3, 4], key: store.key("t"), type: .float64)
    return { try Loss.meanSquaredError($0, targets) }
  },
  .init("absolute error", [3, 4]) { store in
    let targets = try Tensor.uniform([3, 4], key: store.key("t"), type: .float64)
    return { try Loss.absoluteError($0, targets) }
  },
  .init("divergence from the normal distribution", [3, 4]) { _ in
    { try Loss.divergenceFromNormal(mean: $0, logVariance: $0 * 0.5) }
  },
  .init("a gradient penalty, which differentiates a gradient", [3, 4]) { store in
    let first = try Linear(4, 5, in: store, "a")
    let second = try Linear(5, 1, in: store, "b")
    return { inputs in
      let score = try second(first(inputs).tanh()).sum()
      let slope = try gradients(of: score, withRespectTo: [inputs], createGraph: true)[0]
      return try (#require(slope).square().sum(dims: [1]).sqrt() - 1.0).square()
    }
  },
]

@Suite struct GradientTests {
  /// oneDNN hangs or destroys memory for some of these.
  @Test(arguments: [2, 3, 4, 5, 7, 8], [true, false])
  func `a 1 x 1 convolution with a stride is a product with the pixels that are left`(
    channels: Int, isChannelsLast: Bool
  ) throws {
    let key = RandomKey(seed: 3)
    let inputs = try Tensor.normal([8, channels, 32, 32], key: key)
    let kernel = try Tensor.normal([8, channels, 1, 1], key: key("kernel"))
    try kernel.requireGradient()
    let images = isChannelsLast ? try inputs.channelsLast() : inputs
    let found = try images.convolution(kernel, stride: 2)
    let left = try inputs.reshape([8, channels, 16, 2, 16, 2]).select(dim: 5, 0).select(dim: 3, 0)
    let expected = try kernel.reshape([8, channels])
      .matmul(left.reshape([8, channels, 256])).reshape([8, 8, 16, 16])
    #expect(try (found - expected).flatten().norm(dims: [0]).item() < 1e-3)
    let slopes = try [found, expected].map {
      try #require(gradients(of: $0.square().mean(), withRespectTo: [kernel])[0])
    }
    #expect(try (slopes[0] - slopes[1]).flatten().norm(dims: [0]).item() < 1e-3)
  }

  @Test(arguments: layersAndLosses)
  func `a gradient agrees with central differences`(_ function: Differentiable) throws {
    let store = ParameterStore(key: RandomKey(seed: 7), type: .float64)
    let apply = try function.make(store)
    let inputs = try Tensor.normal(function.shape, key: store.key("inputs"), type: .float64)
    try inputs.requireGradient()
    // Random weights on the outputs, so that no gradient cancels.
    let outputs = try apply(inputs)
    let weights = try Tensor.normal(outputs.shape, key: store.key("weights"), type: .float64)
    let value = { (at: Tensor) throws -> Tensor in try (apply(at) * weights).sum() }

    let sources = [inputs] + store.parameters.map(\.tensor)
    let found = try gradients(of: value(inputs), withRespectTo: sources)
    for (source, gradient) in zip(sources, found) {
      // What the function does not depend on has no gradient: the last bias under a penalty.
      let exact = try gradient?.doubles() ?? [Double](repeating: 0, count: source.count)
      let numeric = try differences(of: { try value(inputs).item() }, at: source)
      for (one, other) in zip(exact, numeric) {
        #expect(abs(one - other) < 1e-6 * max(1, abs(one)), "\(one) against \(other)")
      }
    }
  }

  /// (f(x + h) - f(x - h)) / 2h for every element of `source`, moved in place.
  private func differences(of function: () throws -> Double, at source: Tensor) throws -> [Double] {
    let start = try source.doubles()
    let (step, shape) = (1e-6, source.shape)
    func value(_ values: [Double]) throws -> Double {
      try withoutGradients { try source.copy(from: Tensor(values, shape: shape)) }
      return try function()
    }
    let slopes = try start.indices.map { index in
      var (above, below) = (start, start)
      above[index] += step
      below[index] -= step
      return try (value(above) - value(below)) / (2 * step)
    }
    _ = try value(start)
    return slopes
  }
}
