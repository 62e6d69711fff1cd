import Catalog
import Testing
import Torch

@testable import Models

@Suite struct GeneratorContractTests {
  static let names = Models.generators.names

  private func build(
    _ name: String, _ shape: ImageShape, seed: UInt64 = 1
  ) throws -> (network: any Generator, store: ParameterStore) {
    let entry = try #require(Models.generators[name])
    return try Blueprint(card: entry.card, maker: entry.maker, key: RandomKey(seed: seed))
      .build(shape: shape, classes: 4)
  }

  @Test(arguments: names, Shapes.all)
  func `samples are images between 0 and 1 that depend on the key alone`(
    name: String, shape: ImageShape
  ) throws {
    let (network, store) = try build(name, shape)
    let digest = try store.digest()
    let images = try network.sample(5, key: RandomKey(seed: 3))
    #expect(images.shape == [5, shape.channels, shape.height, shape.width])
    #expect(try images.floats().allSatisfy { (0...1).contains($0) })
    #expect(try network.sample(5, key: RandomKey(seed: 3)).floats() == images.floats())
    #expect(try network.sample(5, key: RandomKey(seed: 4)).floats() != images.floats())
    #expect(try network.sample(1, key: RandomKey(seed: 3)).shape[0] == 1)
    #expect(try store.digest() == digest)
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
  func `a step moves every parameter to a finite value`(name: String, shape: ImageShape) throws {
    let (network, store) = try build(name, shape)
    let before = try store.parameters.map { try $0.tensor.digest() }
    let losses = try network.observe(
      Shapes.images(4, shape), weights: nil, key: RandomKey(seed: 5))
    #expect(!losses.parts.isEmpty && losses.total.isFinite)
    for (old, entry) in zip(before, store.parameters) {
      #expect(try entry.tensor.digest() != old, "\(entry.name) did not move")
      #expect(try entry.tensor.floats().allSatisfy(\.isFinite), "\(entry.name) is not finite")
    }
  }

  @Test(arguments: names)
  func `equal steps end in equal states`(name: String) throws {
    let shape = Shapes.all[0]
    func digests(key: UInt64) throws -> [UInt64] {
      let (network, store) = try build(name, shape)
      for step in 0..<3 {
        _ = try network.observe(
          Shapes.images(4, shape), weights: nil, key: RandomKey(seed: key)("step", step))
      }
      return [try store.digest()] + (try network.optimizers.map { try $0.optimizer.digest() })
    }
    let first = try digests(key: 1)
    #expect(first.count > 1)
    #expect(try digests(key: 1) == first)
    #expect(try digests(key: 2) != first)
  }

  @Test(arguments: names)
  func `the loss falls on images that it sees again and again`(name: String) throws {
    let shape = ImageShape(channels: 1, height: 8, width: 8)
    let (network, _) = try build(name, shape)
    let images = try Tensor.full([8, 1, 8, 8], 1)
    let losses = try (0..<30).map { step in
      try network.observe(images, weights: nil, key: RandomKey(seed: 1)("step", step)).total
    }
    #expect(losses[29] < 0.9 * losses[0])
  }

  @Test(arguments: names)
  func `equal weights count as none do`(name: String) throws {
    let shape = Shapes.all[0]
    let images = try Shapes.images(4, shape)
    let plain = try build(name, shape).network.observe(
      images, weights: nil, key: RandomKey(seed: 1))
    let weighted = try build(name, shape).network.observe(
      images, weights: Tensor.full([4], 0.25), key: RandomKey(seed: 1))
    #expect(abs(plain.total - weighted.total) < 1e-5)
  }

  @Test(arguments: names)
  func `the smallest image is made or refused in one line`(name: String) throws {
    let shape = ImageShape(channels: 1, height: 1, width: 1)
    do {
      let (network, _) = try build(name, shape)
      #expect(try network.sample(2, key: RandomKey(seed: 1)).shape == [2, 1, 1, 1])
    } catch let error as ModelError {
      #expect(!error.description.contains("\n"))
    }
  }

  @Test func `parts of a loss add up and keep their names`() {
    let sum = Losses(["a": 1, "b": 2]).adding(Losses(["a": 4]), prefix: "old ")
    #expect(sum.total == 7)
    #expect(sum.parts.map(\.name) == ["a", "b", "old a"])
  }
}
