import Catalog
import Testing
import Torch

@testable import Models

@Suite struct EqualizedLayerTests {
  private let key = RandomKey(seed: 1)

  @Test(arguments: [1.0, 0.01])
  func `a linear layer keeps the size of its inputs at the start`(multiplier: Double) throws {
    let layer = try EqualizedLinear(
      400, 300, multiplier: multiplier, in: ParameterStore(key: key), "l")
    let outputs = try layer(Tensor.normal([200, 400], key: key("x"))) / multiplier * multiplier
    #expect(abs(try outputs.square().mean().item() - 1) < 0.05)
  }

  @Test func `a convolution followed by a leaky ReLU keeps the variance`() throws {
    let layer = try EqualizedConvolution(64, 64, in: ParameterStore(key: key), "c")
    let outputs = try layer(Tensor.normal([8, 64, 8, 8], key: key("x"))).leakyRelu(0.2)
    // Two thirds at a side and less at the border come from padding with zeros.
    let inside = try outputs.narrow(dim: 2, start: 1, count: 6).narrow(dim: 3, start: 1, count: 6)
    #expect(abs(try inside.square().mean().item() - 1.04) < 0.06)
  }

  @Test func `a bias is what it was asked to be`() throws {
    let layer = try EqualizedLinear(
      2, 3, multiplier: 0.01, bias: 1, in: ParameterStore(key: key), "l")
    for value in try layer(Tensor.zeros([1, 2])).floats() { #expect(abs(value - 1) < 1e-6) }
  }
}

@Suite struct StyleGeneratorTests {
  private let key = RandomKey(seed: 2)

  private func make(_ shape: ImageShape, width: Int = 2) throws -> StyleGenerator {
    try StyleGenerator(
      shape: shape, classes: 5, width: width, latent: 6, in: ParameterStore(key: key))
  }

  private func images(
    _ generator: StyleGenerator, labels: [Int], seed: UInt64 = 1
  ) throws -> Tensor {
    let key = RandomKey(seed: seed)
    return try generator(
      generator.codes(labels.count, key: key), labels: Tensor(labels),
      noise: generator.noise(labels.count, key: key))
  }

  @Test(arguments: [
    (32, 32), (28, 28), (8, 8), (64, 48), (5, 9), (1, 1), (4, 4), (1, 40), (64, 64), (100, 75),
    (128, 128), (200, 210),
  ])
  func `images have the shape that is asked for`(height: Int, width: Int) throws {
    let shape = ImageShape(channels: 3, height: height, width: width)
    let images = try images(make(shape), labels: [0, 4])
    #expect(images.shape == [2, 3, height, width])
    #expect(try images.floats().allSatisfy(\.isFinite))
  }

  @Test(arguments: [32, 64, 128])
  func `the paper's networks have their number of weights`(side: Int) throws {
    let store = ParameterStore(key: key)
    _ = try StyleGenerator(
      shape: ImageShape(channels: 3, height: side, width: side), classes: 100, in: store)
    // Label, mapping, constant; seven or eight styled convolutions and the output layer.
    let front = 100 * 256 + 256 + 768 * 512 + 512 + 512 * 512 + 512 + 512 * 16
    let layers =
      [(512, 512), (512, 256), (256, 256), (256, 128), (128, 128), (128, 64), (64, 64)]
      + (side == 128 ? [(64, 64)] : [])
    let styled = layers.reduce(0) { $0 + $1.0 * $1.1 * 9 + 2 * $1.1 + 2 * ($1.0 * 512 + $1.0) }
    let output = 64 * 3 * 9 + 3 + 2 * (64 * 512 + 64)
    #expect(store.parameterCount == front + styled + output)
    #expect(abs(Double(store.parameterCount) / 1e6 - (side == 128 ? 7.45 : 7.35)) < 0.01)
  }

  @Test(arguments: [
    (8, [4, 4, 8]), (16, [4, 4, 8, 8, 16]), (28, [4, 4, 7, 7, 14, 14, 28]),
    (32, [4, 4, 8, 8, 16, 16, 32]), (64, [4, 4, 8, 8, 16, 32, 64]),
    (128, [4, 4, 8, 16, 32, 64, 128, 128]), (96, [6, 6, 12, 12, 24, 48, 96]),
    (97, [4, 4, 7, 13, 25, 49, 97, 97]), (256, [4, 4, 8, 16, 32, 64, 128, 128]),
  ])
  func `noise maps have the published sizes`(side: Int, sizes: [Int]) throws {
    let generator = try make(ImageShape(channels: 3, height: side, width: side))
    #expect(try generator.noise(2, key: key).map(\.shape) == sizes.map { [2, 1, $0, $0] })
  }

  @Test func `each layer takes what the one before gives`() throws {
    for side in 1...StylePlan.largest {
      let layers = try StylePlan(
        ImageShape(channels: 1, height: side, width: 2 * side), width: 64
      ).layers
      for (layer, next) in zip(layers, layers.dropFirst()) {
        #expect(layer.outputs == next.inputs)
        let growth = (Double(next.height) / Double(layer.height)).rounded()
        #expect(growth == 1 || growth == 2, "from \(layer.height) to \(next.height)")
      }
      let (first, last) = (layers[0], layers[layers.count - 1])
      #expect(last.outputs == 64 && first.inputs <= 512 && first.height <= 6)
      #expect(last.height == (side > 192 ? (side + 1) / 2 : side))
    }
  }

  @Test func `class, code and noise all count, and each image by itself`() throws {
    let generator = try make(ImageShape(channels: 1, height: 8, width: 8))
    // Noise is not used before its scales have learned.
    for (name, tensor) in generator.store.parameters where name.hasSuffix("noise") {
      try withoutGradients { try tensor.fill(0.5) }
    }
    let first = try images(generator, labels: [1, 2])
    #expect(try images(generator, labels: [1, 2]).floats() == first.floats())
    #expect(try images(generator, labels: [1, 2], seed: 2).floats() != first.floats())
    let other = try images(generator, labels: [1, 3])
    #expect(try other.select(dim: 0, 0).floats() == first.select(dim: 0, 0).floats())
    #expect(try other.select(dim: 0, 1).floats() != first.select(dim: 0, 1).floats())
    let codes = try generator.codes(2, key: key)
    let labels = try Tensor([1, 2])
    let one = try generator(codes, labels: labels, noise: generator.noise(2, key: key("a")))
    let two = try generator(codes, labels: labels, noise: generator.noise(2, key: key("b")))
    #expect(try one.floats() != two.floats())
  }

  @Test func `noise maps that do not fit and networks that are too large are refused`() throws {
    let generator = try make(ImageShape(channels: 1, height: 8, width: 8))
    #expect(throws: ModelError.self) {
      try generator(generator.codes(1, key: key), labels: Tensor([0]), noise: [])
    }
    #expect(throws: ModelError.self) {
      try make(ImageShape(channels: 1, height: 64, width: 64), width: 2048)
    }
    let error = #expect(throws: ModelError.self) {
      try make(ImageShape(channels: 3, height: 512, width: 385))
    }
    #expect(
      error?.description
        == "images of 512 x 385 are too large to be generated: up to 384 rows and columns work; "
        + "resize them, for example data d = folder ... size=128")
  }
}

@Suite struct ProjectionDiscriminatorTests {
  private let key = RandomKey(seed: 3)

  @Test(arguments: [
    (shape: [256, 8, 8], stage: 4), (shape: [128, 16, 16], stage: 3),
    (shape: [3, 32, 32], stage: 0),
    (shape: [64, 32, 32], stage: 2), (shape: [5, 2, 2], stage: 5), (shape: [9], stage: 6),
    (shape: [1, 28, 28], stage: 0), (shape: [4, 7, 7], stage: 4), (shape: [2, 1, 1], stage: 3),
    (shape: [3, 128, 128], stage: 0), (shape: [4, 33, 70], stage: 1),
    (shape: [8, 64, 64], stage: 3),
  ])
  func `every stage's features get one score an image`(shape: [Int], stage: Int) throws {
    let store = ParameterStore(key: key)
    let discriminator = try ProjectionDiscriminator(
      shape: shape, stage: stage, classes: 4, width: 8, in: store)
    let scores = try discriminator(
      Tensor.normal([6] + shape, key: key), labels: Tensor([0, 1, 2, 3, 0, 1]))
    #expect(scores.shape == [6])
    try scores.square().sum().backward()
    for (name, tensor) in store.parameters {
      #expect(tensor.gradient != nil, "\(name) is not reached")
    }
  }

  @Test func `the paper's network has its number of weights`() throws {
    let store = ParameterStore(key: key)
    _ = try ProjectionDiscriminator(shape: [256, 8, 8], stage: 4, classes: 100, in: store)
    let convolutions = [(256, 256), (256, 256), (256, 512), (512, 512), (513, 512)]
    let expected =
      convolutions.reduce(0) { $0 + $1.0 * $1.1 * 9 + $1.1 }
      + 2048 * 512 + 512 + 512 * 128 + 128 + 100 * 128
    #expect(store.parameterCount == expected)
    #expect(abs(Double(expected) / 1e6 - 8.2) < 0.05)
  }

  @Test(arguments: [(32, 0), (33, 1), (64, 1), (65, 2), (128, 2)])
  func `larger maps get two narrow convolutions more for every doubling`(
    size: Int, more: Int
  ) throws {
    let store = ParameterStore(key: key)
    _ = try ProjectionDiscriminator(
      shape: [3, size, size], stage: 0, classes: 4, width: 64, in: store)
    let outputs = store.parameters.filter { $0.name.contains(".conv") && $0.tensor.shape.count > 1 }
      .map { $0.tensor.shape[0] }
    let base = [16, 16, 32, 32, 64, 64, 64]
    #expect(outputs == [4, 4, 8, 8].suffix(2 * more) + base)
    let linear = try #require(store.parameters.first { $0.name == "linear1.weight" })
    #expect(linear.tensor.shape == [64, 64 * 4])
  }

  @Test(arguments: [[4, 2, 3, 3], [6, 5]])
  func `one group's deviation is the mean of the channels' deviations`(shape: [Int]) throws {
    let features = try Tensor.normal(shape, key: key, type: .float64)
    let found = try ProjectionDiscriminator.withDeviation(features, group: 32)
    #expect(found.shape == [shape[0], shape[1] + 1] + shape.dropFirst(2))
    let flat = try features.reshape([shape[0], -1]).doubles()
    let width = flat.count / shape[0]
    let deviations = (0..<width).map { column -> Double in
      let values = (0..<shape[0]).map { flat[$0 * width + column] }
      let mean = values.reduce(0, +) / Double(values.count)
      let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      return (square + 1e-8).squareRoot()
    }
    let expected = deviations.reduce(0, +) / Double(width)
    for value in try found.select(dim: 1, shape[1]).doubles() {
      #expect(abs(value - expected) < 1e-12)
    }
    #expect(try found.narrow(dim: 1, start: 0, count: shape[1]).doubles() == features.doubles())
  }

  @Test func `groups take every n-th image and are of one size`() throws {
    let features = try Tensor([1.0, 10, 3, 30], shape: [4, 1])
    let found = try ProjectionDiscriminator.withDeviation(features, group: 3).select(dim: 1, 1)
    // Groups of two: 1 with 3, 10 with 30.
    for (value, expected) in zip(try found.doubles(), [1.0, 10, 1, 10]) {
      #expect(abs(value - expected) < 1e-6)
    }
    let odd = try ProjectionDiscriminator.withDeviation(Tensor.ones([5, 2]), group: 4)
    #expect(odd.shape == [5, 3])
  }
}

@Suite struct StagedClassifierTests {
  private let shape = ImageShape(channels: 3, height: 16, width: 16)

  private func build(_ name: String) throws -> (any StagedClassifier, ParameterStore) {
    let entry = try #require(Models.classifiers[name])
    let settings = name == "mlp" ? Settings() : Settings(["width": .integer(2)])
    let (network, store) = try Blueprint(
      card: entry.card, maker: entry.maker, settings: settings, key: RandomKey(seed: 1)
    ).build(shape: shape, classes: 4)
    return (try #require(network as? any StagedClassifier), store)
  }

  @Test(arguments: ClassifierContractTests.names)
  func `a pass that stops and continues equals an uninterrupted pass`(name: String) throws {
    let (network, store) = try build(name)
    let images = try Shapes.images(3, shape)
    let whole = try network(images, training: false).floats()
    for stage in 0...network.lastStage {
      let features = try network.features(images, from: 0, through: stage, .scoring)
      #expect(features.shape == [3] + network.stageShapes[stage])
      #expect(try network.scores(features, from: stage, .scoring).floats() == whole)
    }
    #expect((0...network.lastStage).contains(network.usualStage))
    #expect(
      network.prefixes(ofStage: 0).allSatisfy { prefix in
        !store.parameters.contains { $0.name.hasPrefix(prefix) }
      })
  }

  @Test(arguments: ClassifierContractTests.names)
  func `stages and head have all parameters between them`(name: String) throws {
    let (network, store) = try build(name)
    let prefixes = (1...network.lastStage).flatMap(network.prefixes)
    let left = store.parameters.filter { entry in !prefixes.contains(where: entry.name.hasPrefix) }
    #expect(left.map(\.tensor.shape) == [network.head.weight.shape, [4]])
    let counts = store.parameters.map { entry in prefixes.count(where: entry.name.hasPrefix) }
    #expect(counts.allSatisfy { $0 <= 1 })
  }

  @Test func `statistics follow in training alone`() throws {
    let (network, store) = try build("resnet")
    let images = try Shapes.images(3, shape)
    let before = try store.digest()
    let passing = try network.scores(images, from: 0, .passing).floats()
    #expect(try store.digest() == before)
    #expect(try network.scores(images, from: 0, .training).floats() == passing)
    #expect(try store.digest() != before)
  }

  @Test func `ResNet-18 has its number of weights`() throws {
    let store = ParameterStore(key: RandomKey(seed: 1))
    let shape = ImageShape(channels: 3, height: 32, width: 32)
    let network = try ResNet(Settings(), shape: shape, classes: 100, in: store)
    #expect(store.parameterCount == 11_220_132)
    #expect(
      network.stageShapes == [
        [3, 32, 32], [64, 32, 32], [64, 32, 32], [128, 16, 16], [256, 8, 8], [512, 4, 4], [512],
      ])
  }
}
