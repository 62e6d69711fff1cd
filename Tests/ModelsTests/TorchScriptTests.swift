import Catalog
import Foundation
import Testing
import Torch

@testable import Models

@Suite struct TorchScriptTests {
  private static let shape = ImageShape(channels: 1, height: 8, width: 8)

  private func build(
    _ file: String, shape: ImageShape = shape, classes: Int = 4
  ) throws -> (network: any Classifier, store: ParameterStore) {
    let settings = try TorchScript.declared(
      Settings(["file": .text(Fixture.path(file))]), for: [("d", shape, classes)])
    return try Blueprint<any Classifier.Type>(
      card: TorchScript.card, maker: TorchScript.self, settings: settings, key: RandomKey(seed: 1)
    ).build(shape: shape, classes: classes)
  }

  @Test func `parameters and buffers have the names that PyTorch gives them`() throws {
    let (_, store) = try build("small.pt")
    #expect(
      store.parameters.map(\.name) == [
        "conv.weight", "conv.bias", "norm.weight", "norm.bias", "head.weight", "head.bias",
      ])
    #expect(
      store.buffers.map(\.name) == [
        "norm.running_mean", "norm.running_var", "norm.num_batches_tracked",
      ])
    // The probing at declaration leaves no trace.
    #expect(try store.buffers[0].tensor.floats() == [0, 0, 0, 0])
    let (_, other) = try build("frozen.pt")
    #expect(other.parameters.map(\.name) == ["3.weight", "3.bias"])
    #expect(other.buffers.map(\.name) == ["1.weight", "1.bias"])
  }

  @Test func `a gradient reaches every parameter and statistics follow the images`() throws {
    let (network, store) = try build("small.pt")
    let before = try store.parameters.map { try $0.tensor.digest() }
    let adam = try Adam(store, rate: 0.01)
    let scores = try network(Shapes.images(6, Self.shape), training: true)
    try adam.step(down: Loss.crossEntropy(scores, Tensor([0, 1, 2, 3, 0, 1])))
    for (old, entry) in zip(before, store.parameters) {
      #expect(try entry.tensor.digest() != old, "\(entry.name) did not move")
    }
    #expect(try store.buffers[2].tensor.integers() == [1])
  }

  @Test func `copies learn alone, and dropout depends on key and images`() throws {
    let (first, store) = try build("small.pt")
    let (second, other) = try build("small.pt")
    let images = try Shapes.images(6, Self.shape)
    let scores = try first(images, training: true).floats()
    #expect(try second(images, training: true).floats() == scores)
    #expect(try first(images * 0.5, training: true).floats() != scores)
    let adam = try Adam(store, rate: 0.01)
    try adam.step(down: first(images, training: true).square().sum())
    #expect(try store.digest() != other.digest())
    try other.assign(from: store)
    #expect(
      try first(images, training: false).floats() == second(images, training: false).floats())
    // However often it has run, the code is interpreted as written.
    let answer = try first(images, training: false).floats()
    for _ in 0..<4 { #expect(try first(images, training: false).floats() == answer) }
  }

  @Test(arguments: [
    ("nowhere.pt", "there is no file"), ("make_networks.py", "is not a TorchScript file"),
    ("state.pth", "holds weights without a network (torch.save)"),
    ("empty.pt", "has no parameters"), ("half.pt", "is not float32"),
    ("pair.pt", "it gives no tensor"), ("replacing.pt", "its buffer 'seen'"),
    ("wide.pt", "with shape [2, 7], expected [2, 4]"),
  ])
  func `another file is refused in one line`(file: String, words: String) throws {
    let error = #expect(throws: ModelError.self) { try build(file) }
    let text = error?.description ?? ""
    #expect(text.contains(words) && !text.contains("\n"), "\(text)")
  }

  @Test func `a module that fails says why`() throws {
    let error = #expect(throws: ModelError.self) {
      try build("small.pt", shape: ImageShape(channels: 3, height: 8, width: 8))
    }
    let text = error?.description ?? ""
    #expect(text.contains("fails on images of 3 x 8 x 8") && text.contains("channels"), "\(text)")
    #expect(!text.contains("\n"))
  }

  @Test func `torn files are refused`() throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Fixture.path("frozen.pt"))))
    for count in [0, 1, 100, bytes.count / 2, bytes.count - 1] {
      #expect(throws: TorchError.self) {
        _ = try ScriptModule(Array(bytes.prefix(count)), device: .cpu)
      }
    }
  }
}
