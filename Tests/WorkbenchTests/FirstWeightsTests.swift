import Catalog
import Foundation
import Testing
import Torch

@testable import Models
@testable import Workbench

/// First weights that a model takes from a file.
@Suite struct FirstWeightsTests {
  private static let train = "train ours on d.1 steps=1 batch=4"

  /// Writes the weights of a small network with this seed, as torchvision would name them.
  private func write(_ path: String, seed: UInt64) throws {
    let store = ParameterStore(key: RandomKey(seed: seed))
    _ = try ResNet(
      Settings(["width": .integer(8), "blocks": .integer(1)]),
      shape: ImageShape(channels: 1, height: 8, width: 8), classes: 2, in: store)
    try SafeTensors(
      store.tensors.filter { !$0.name.hasPrefix("head.") }
        .map { (TorchvisionWeights.name(of: $0.name), $0.tensor) }
    ).write(to: path)
  }

  private func declare(_ desk: Desk, _ path: String) throws {
    try desk.type(
      Lines.data, "model net = resnet width=8 blocks=1 weights=\"\(path)\"",
      "learner ours = finetune model=net")
  }

  @Test func `a training is not answered by one with other weights under the same name`() throws {
    let first = try Desk(journal: "a.journal")
    let path = first.path("w.safetensors")
    try write(path, seed: 1)
    try declare(first, path)
    try first.type(Self.train)
    func origin() throws -> (digest: UInt64, origin: String) {
      let desk = try Desk(journal: "b.journal")
      desk.session.snapshots?.look(beside: first.path("a.journal"))
      desk.session.snapshots?.answers = true
      try declare(desk, path)
      try desk.type(Self.train)
      let origins = desk.events.compactMap { event -> Origin? in
        if case .end(_, let result) = event { result.outcome.origin } else { nil }
      }
      return (try desk.digest("ours"), origins.last?.description ?? "")
    }
    let same = try origin()
    #expect(try same == (first.digest("ours"), "from cache (same inputs)"))
    try write(path, seed: 2)
    let other = try origin()
    #expect(other.origin == "ran (model weights changed)")
    #expect(other.digest != same.digest)
  }

  @Test func `a missing file is reported by name, and the session continues`() throws {
    let desk = try Desk()
    let path = desk.path("w.safetensors")
    try declare(desk, path)
    let failure = desk.failure(of: Self.train)
    #expect(failure?.diagnostic.message == "\(path): No such file or directory")
    try write(path, seed: 1)
    try desk.type(Self.train)
  }

  @Test func `the home folder may be written as in a shell`() throws {
    let desk = try Desk()
    try declare(desk, "~/none-\(UUID().uuidString).safetensors")
    let failure = desk.failure(of: Self.train)
    #expect(failure?.diagnostic.message.hasPrefix("/") == true)
  }

  @Test func `a learner that is saved needs the file again, and only its form counts`() throws {
    let desk = try Desk()
    let path = desk.path("w.safetensors")
    try write(path, seed: 1)
    try declare(desk, path)
    try desk.type(Self.train, "save ours to \"\(desk.path("ours.safetensors"))\"")
    try write(path, seed: 2)
    try desk.type("load \"\(desk.path("ours.safetensors"))\" as again")
    #expect(try desk.digest("again") == desk.digest("ours"))
  }
}
