import Catalog
import Testing
import Torch

@testable import Models

@Suite struct GeneratorContractTests {
  static let names = Models.generators.names
  static let conditional = Models.generators.entries.filter { $0.maker.isConditional }.map(
    \.card.name)

  /// Options that keep a network small.
  private static let settings = [
    "wgan-gp": game(width: 4), "acgan": game(width: 2), "masked": game(width: 2),
    "style": Settings([
      "width": .integer(1), "critic-width": .integer(8), "latent": .integer(8),
      "rate": .number(0.02), "average": .number(20),
    ]),
  ]

  private static func game(width: Int) -> Settings {
    Settings([
      "width": .integer(width), "latent": .integer(8), "critics": .integer(1),
      "rate": .number(0.02),
    ])
  }

  /// The classes of a batch of four.
  private static func labels() throws -> Tensor { try Tensor([0, 1, 2, 3]) }

  private func build(
    _ name: String, _ shape: ImageShape, seed: UInt64 = 1
  ) throws -> (network: any Generator, store: ParameterStore) {
    let entry = try #require(Models.generators[name])
    return try Blueprint(
      card: entry.card, maker: entry.maker, settings: Self.settings[name] ?? Settings(),
      key: RandomKey(seed: seed)
    ).build(shape: shape, classes: 4)
  }

  @Test(arguments: names, Shapes.all)
  func `samples are images between 0 and 1 that depend on the key alone`(
    name: String, shape: ImageShape
  ) throws {
    let (network, store) = try build(name, shape)
    let digest = try store.digest()
    let images = try network.sample(5, among: 0..<4, key: RandomKey(seed: 3))
    #expect(images.shape == [5, shape.channels, shape.height, shape.width])
    #expect(try images.floats().allSatisfy { (0...1).contains($0) })
    #expect(
      try network.sample(5, among: 0..<4, key: RandomKey(seed: 3)).floats() == images.floats())
    #expect(
      try network.sample(5, among: 0..<4, key: RandomKey(seed: 4)).floats() != images.floats())
    #expect(try network.sample(1, among: 0..<4, key: RandomKey(seed: 3)).shape[0] == 1)
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
  func `steps move every parameter to a finite value`(name: String, shape: ImageShape) throws {
    let (network, store) = try build(name, shape)
    let before = try store.parameters.map { try $0.tensor.digest() }
    var losses = Losses()
    for step in 0..<2 {
      losses = try network.observe(
        Shapes.images(4, shape), labels: Self.labels(), weights: nil,
        key: RandomKey(seed: 5)("step", step))
    }
    #expect(!losses.parts.isEmpty && losses.total.isFinite)
    for (old, entry) in zip(before, store.parameters) {
      #expect(try entry.tensor.digest() != old, "\(entry.name) did not move")
      #expect(try entry.tensor.floats().allSatisfy(\.isFinite), "\(entry.name) is not finite")
    }
  }

  @Test(arguments: names)
  func `equal steps end in equal states`(name: String) throws {
    let shape = ImageShape(channels: 1, height: 8, width: 8)
    func digests(key: UInt64) throws -> [UInt64] {
      let (network, store) = try build(name, shape)
      for step in 0..<2 {
        _ = try network.observe(
          Shapes.images(4, shape), labels: Self.labels(), weights: nil,
          key: RandomKey(seed: key)("step", step))
      }
      return [try store.digest()] + (try network.optimizers.map { try $0.optimizer.digest() })
    }
    let first = try digests(key: 1)
    #expect(first.count > 1)
    #expect(try digests(key: 1) == first)
    #expect(try digests(key: 2) != first)
  }

  @Test(arguments: names)
  func `images come to look like those that it sees again and again`(name: String) throws {
    let shape = ImageShape(channels: 1, height: 8, width: 8)
    let (network, _) = try build(name, shape)
    let images = try Tensor.full([4, 1, 8, 8], 1)
    let labels = try Self.labels()
    func distance() throws -> Double {
      try (1 - network.sample(8, among: 0..<4, key: RandomKey(seed: 9))).mean().item()
    }
    let before = try distance()
    let losses = try (0..<15).map { step in
      try network.observe(
        images, labels: labels, weights: nil, key: RandomKey(seed: 1)("step", step))
    }
    let after = try distance()
    #expect(after < 0.98 * before, "\(before) to \(after)")
    // Adversaries pull a loss to both sides.
    let isPlayed = losses[0].parts.contains { $0.name == "generator" }
    #expect(isPlayed || losses[14].total < 0.9 * losses[0].total)
  }

  @Test(arguments: names)
  func `a class can be asked for where the card says so`(name: String) throws {
    let shape = ImageShape(channels: 1, height: 8, width: 8)
    let (network, _) = try build(name, shape)
    let key = RandomKey(seed: 3)
    guard Self.conditional.contains(name) else {
      #expect(try network.sample(2, of: 1, key: key) == nil)
      return
    }
    for step in 0..<3 {
      _ = try network.observe(
        Shapes.images(4, shape), labels: Self.labels(), weights: nil, key: key("step", step))
    }
    let one = try #require(try network.sample(3, of: 1, key: key))
    #expect(one.shape == [3, 1, 8, 8])
    #expect(try network.sample(3, of: 1, key: key)?.floats() == one.floats())
    #expect(try network.sample(3, of: 2, key: key)?.floats() != one.floats())
    for output in [-1, 4] { #expect(try network.sample(1, of: output, key: key) == nil) }
    // A mixture of classes is an image too.
    let codes = try Tensor.normal([2, network.space.codes], key: key)
    let mixed = try withoutGradients {
      try network.images(codes, classes: Tensor.full([2, 4], 0.25), key: key)
    }
    #expect(mixed.shape == [2, 1, 8, 8])
  }

  @Test func `a masked generator keeps the images of finished classes bit for bit`() throws {
    let shape = ImageShape(channels: 1, height: 8, width: 8)
    let (network, store) = try build("masked", shape)
    let key = RandomKey(seed: 3)
    func learn(_ outputs: Range<Int>) throws {
      try network.begin(outputs)
      let labels = try Tensor(Array(outputs) + Array(outputs))
      for step in 0..<6 {
        _ = try network.observe(
          Shapes.images(4, shape, seed: UInt64(step)), labels: labels, weights: nil,
          key: key("step", step))
      }
      try network.end(outputs)
    }
    try learn(0..<2)
    let old = try (0..<2).map { try network.sample(3, of: $0, key: key)?.floats() }
    let weights = try store.digest()
    try learn(2..<4)
    #expect(try store.digest() != weights)
    #expect(try (0..<2).map { try network.sample(3, of: $0, key: key)?.floats() } == old)
    #expect(try network.sample(3, of: 2, key: key)?.floats() != old[0])
  }

  @Test(arguments: names)
  func `equal weights count as none do`(name: String) throws {
    let shape = Shapes.all[0]
    let images = try Shapes.images(4, shape)
    let plain = try build(name, shape).network.observe(
      images, labels: Self.labels(), weights: nil, key: RandomKey(seed: 1))
    let weighted = try build(name, shape).network.observe(
      images, labels: Self.labels(), weights: Tensor.full([4], 0.25), key: RandomKey(seed: 1))
    #expect(abs(plain.total - weighted.total) < 1e-5)
  }

  @Test(arguments: names)
  func `the smallest image is made or refused in one line`(name: String) throws {
    let shape = ImageShape(channels: 1, height: 1, width: 1)
    do {
      let (network, _) = try build(name, shape)
      #expect(try network.sample(2, among: 0..<4, key: RandomKey(seed: 1)).shape == [2, 1, 1, 1])
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
