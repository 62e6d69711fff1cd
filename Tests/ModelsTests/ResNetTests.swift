import Catalog
import Foundation
import Testing
import Torch

@testable import Models

@Suite final class ResNetTests {
  private let folder = NSTemporaryDirectory() + "resnet-" + UUID().uuidString
  private let key = RandomKey(seed: 4)
  private let shape = ImageShape(channels: 3, height: 32, width: 32)

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func make(
    _ settings: [String: Value] = [:], _ shape: ImageShape? = nil, classes: Int = 4,
    seed: UInt64 = 4
  ) throws -> (network: ResNet, store: ParameterStore) {
    let store = ParameterStore(key: RandomKey(seed: seed))
    let network = try ResNet(
      Settings(settings), shape: shape ?? self.shape, classes: classes, in: store)
    return (network, store)
  }

  private static let small: [String: Value] = [
    "width": .integer(8), "blocks": .integer(1), "stem": .name("large"),
  ]

  /// A file with the tensors of `store` under torchvision's names, after `change`.
  private func file(
    _ store: ParameterStore, _ change: (inout [String: Tensor]) throws -> Void = { _ in }
  ) throws -> String {
    var tensors: [String: Tensor] = [
      "bn1.num_batches_tracked": try Tensor([7]), "fc.weight": try .zeros([1000, 64]),
      "fc.bias": try .zeros([1000]),
    ]
    for (name, tensor) in store.tensors where !name.hasPrefix("head.") {
      tensors[TorchvisionWeights.name(of: name)] = tensor
    }
    try change(&tensors)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = folder + "/\(UUID().uuidString).safetensors"
    try SafeTensors(tensors.map { ($0.key, $0.value) }).write(to: path)
    return path
  }

  @Test(arguments: [(128, [32, 32, 16, 8, 4]), (224, [56, 56, 28, 14, 7]), (5, [2, 2, 1, 1, 1])])
  func `the large stem leaves a quarter of rows and columns`(side: Int, sizes: [Int]) throws {
    let (network, _) = try make(
      Self.small, ImageShape(channels: 3, height: side, width: side + 1))
    #expect(network.stageShapes[1...5].map { $0[1] } == sizes)
    let images = try Shapes.images(2, ImageShape(channels: 3, height: side, width: side + 1))
    for stage in 0...network.lastStage {
      let features = try network.features(images, from: 0, through: stage, .scoring)
      #expect(features.shape == [2] + network.stageShapes[stage])
    }
  }

  @Test func `with it ResNet-18 has torchvision's number of weights and names`() throws {
    let (_, store) = try make(["stem": .name("large")], classes: 1000)
    #expect(store.parameterCount == 11_689_512)
    let names = Set(store.tensors.map { TorchvisionWeights.name(of: $0.name) })
    #expect(names.count == store.tensors.count)
    for name in [
      "conv1.weight", "bn1.weight", "bn1.running_mean", "layer1.0.conv1.weight",
      "layer1.1.bn2.bias", "layer4.1.bn2.running_var", "layer2.0.downsample.0.weight",
      "layer2.0.downsample.1.weight",
    ] { #expect(names.contains(name), "\(name)") }
    #expect(!names.contains("layer1.0.downsample.0.weight"))
  }

  @Test func `weights of a file are taken, all but those of the last layer`() throws {
    let (network, store) = try make(Self.small)
    let images = try Shapes.images(3, shape)
    // Running statistics and not only weights have to come along.
    _ = try network(images, training: true)
    let path = try file(store)
    let given = Self.small.merging(["weights": .text(path)]) { $1 }
    let (again, other) = try make(given, classes: 7, seed: 5)
    #expect(
      try again.features(images, from: 0, through: 6, .scoring).floats()
        == network.features(images, from: 0, through: 6, .scoring).floats())
    let (_, plain) = try make(Self.small, classes: 7, seed: 5)
    let head = { (store: ParameterStore) in try store.scope("head").digest() }
    #expect(try head(other) == head(plain) && other.digest() != plain.digest())
    #expect(other.parameters.allSatisfy { $0.tensor.requiresGradient })
  }

  @Test func `a file that does not fit is refused by its name and the tensor's`() throws {
    let (_, store) = try make(Self.small)
    func message(
      _ settings: [String: Value] = Self.small,
      _ change: (inout [String: Tensor]) throws -> Void = { _ in }
    ) throws -> String? {
      let path = try file(store, change)
      let error = #expect(throws: TorchError.self) {
        try make(settings.merging(["weights": .text(path)]) { $1 })
      }
      return error?.description.replacing(path, with: "FILE")
    }
    #expect(
      try message { $0["layer3.0.bn1.running_var"] = nil }
        == "FILE: tensor 'layer3.0.bn1.running_var' is missing")
    #expect(
      try message { $0["layer3.0.conv1.weight"] = try .zeros([32, 8, 3, 3]) }
        == "FILE: tensor 'layer3.0.conv1.weight' has shape [32, 8, 3, 3], expected [32, 16, 3, 3]")
    #expect(
      try message(Self.small.merging(["stem": .name("small")]) { $1 })
        == "FILE: tensor 'conv1.weight' has shape [8, 3, 7, 7], expected [8, 3, 3, 3]")
    #expect(
      try message { $0["layer1.1.conv1.weight"] = try .zeros([1]) }
        == "FILE: tensor 'layer1.1.conv1.weight' does not belong to this network")
    #expect(throws: TorchError.self) { try make(["weights": .text(folder + "/none")]) }
  }
}
