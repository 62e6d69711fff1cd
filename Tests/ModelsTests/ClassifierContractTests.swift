import Catalog
import Testing
import Torch

@testable import Models

/// Images that a network must take.
enum Shapes {
  static let all = [
    ImageShape(channels: 1, height: 28, width: 28), ImageShape(channels: 3, height: 32, width: 32),
  ]

  /// `count` images of noise in 0...1.
  static func images(_ count: Int, _ shape: ImageShape, seed: UInt64 = 1) throws -> Tensor {
    try Tensor.uniform(
      [count, shape.channels, shape.height, shape.width], key: RandomKey(seed: seed))
  }
}

@Suite struct ClassifierContractTests {
  /// Those that need no file.
  static let names = Models.classifiers.entries.filter { $0.card.operands.isEmpty }.map(
    \.card.name)

  private func build(
    _ name: String, _ shape: ImageShape, _ settings: Settings = Settings(), seed: UInt64 = 1
  ) throws -> (network: any Classifier, store: ParameterStore) {
    let entry = try #require(Models.classifiers[name])
    return try Blueprint(
      card: entry.card, maker: entry.maker, settings: settings, key: RandomKey(seed: seed)
    ).build(shape: shape, classes: 7)
  }

  @Test(arguments: names, Shapes.all)
  func `scores have a row for each image and a column for each class`(
    name: String, shape: ImageShape
  ) throws {
    let (network, _) = try build(name, shape)
    let images = try Shapes.images(3, shape)
    for training in [true, false] {
      let scores = try network(images, training: training)
      #expect(scores.shape == [3, 7])
      #expect(try scores.floats().allSatisfy(\.isFinite))
    }
  }

  @Test(arguments: names, Shapes.all)
  func `equal keys give equal first weights and other keys others`(
    name: String, shape: ImageShape
  ) throws {
    let digest = try build(name, shape).store.digest()
    #expect(try build(name, shape).store.digest() == digest)
    #expect(try build(name, shape, seed: 2).store.digest() != digest)
  }

  @Test(arguments: names, Shapes.all)
  func `a gradient reaches every parameter`(name: String, shape: ImageShape) throws {
    let (network, store) = try build(name, shape)
    let labels = try Tensor([0, 6, 3])
    let loss = try Loss.crossEntropy(network(Shapes.images(3, shape), training: true), labels)
    try loss.backward()
    let adam = try Adam(store, rate: 0.01)
    let before = try store.parameters.map { try $0.tensor.digest() }
    try adam.step()
    for (old, entry) in zip(before, store.parameters) {
      #expect(try entry.tensor.digest() != old, "\(entry.name) did not move")
      #expect(try entry.tensor.floats().allSatisfy(\.isFinite))
    }
  }

  @Test(arguments: names)
  func `scores for testing depend on each image alone and change nothing`(name: String) throws {
    let shape = Shapes.all[0]
    let (network, store) = try build(name, shape)
    let digest = try store.digest()
    let images = try Shapes.images(4, shape)
    let all = try withoutGradients { try network(images, training: false) }
    let one = try withoutGradients {
      try network(images.narrow(dim: 0, start: 2, count: 1), training: false)
    }
    let row = try all.narrow(dim: 0, start: 2, count: 1).floats()
    for (found, expected) in zip(try one.floats(), row) { #expect(abs(found - expected) < 1e-4) }
    #expect(try store.digest() == digest)
  }

  @Test(arguments: names)
  func `the smallest image is taken or refused in one line`(name: String) throws {
    let shape = ImageShape(channels: 1, height: 1, width: 1)
    do {
      let (network, _) = try build(name, shape)
      #expect(try network(Shapes.images(2, shape), training: false).shape == [2, 7])
    } catch let error as ModelError {
      #expect(!error.description.contains("\n"))
    }
  }

  @Test func `a convolutional network with too many stages is refused`() throws {
    let digits = Shapes.all[0]
    // 28 -> 14 -> 7 -> 3 -> 1 -> 0
    for stages in 1...4 {
      let small = Settings(["stages": .integer(stages), "width": .integer(2)])
      let scores = try build("cnn", digits, small).network(Shapes.images(1, digits), training: true)
      #expect(scores.shape == [1, 7])
    }
    for stages in 5...6 {
      let error = #expect(throws: ModelError.self) {
        try build("cnn", digits, Settings(["stages": .integer(stages)]))
      }
      #expect(
        error?.description == "cnn stages=\(stages) is too many for images of 28 x 28: each stage "
          + "halves them, use fewer")
    }
    let thin = ImageShape(channels: 3, height: 3, width: 300)
    #expect(throws: ModelError.self) {
      try build("cnn", thin, Settings(["stages": .integer(2)]))
    }
  }

  @Test func `a network that is too large is refused before memory is taken`() throws {
    let large = ImageShape(channels: 3, height: 64, width: 64)
    let wide = Settings(["width": .integer(1024), "stages": .integer(6)])
    let error = #expect(throws: ModelError.self) { try build("cnn", large, wide) }
    #expect(error?.description.hasPrefix("cnn would have ") == true)
    let deep = Settings(["hidden": .list([.integer(65_536), .integer(65_536)])])
    #expect(throws: ModelError.self) { try build("mlp", Shapes.all[0], deep) }
    #expect(NetworkSize.stack([2, 3, 4]) == [9, 16])
    try NetworkSize.check("mlp", [1 << 28])
    #expect(throws: ModelError.self) { try NetworkSize.check("mlp", [1 << 28, 1]) }
    #expect(throws: ModelError.self) { try NetworkSize.check("mlp", [.max, .max]) }
  }

  @Test func `a perceptron has the layers that it is asked for`() throws {
    let (_, store) = try build(
      "mlp", Shapes.all[0], Settings(["hidden": .list([.integer(5), .integer(3)])]))
    let layers: [Int] = [784 * 5 + 5, 5 * 3 + 3, 3 * 7 + 7]
    #expect(store.parameterCount == layers.reduce(0, +))
  }
}
