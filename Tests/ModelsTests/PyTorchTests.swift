import Catalog
import Foundation
import Testing
import Torch

@testable import Models

/// Networks go to PyTorch and come from there with the same answers.
@Suite struct PyTorchTests {
  private static let python = Fixture.root.appending(path: ".deps/venv/bin/python").path
  private static let isInstalled =
    (try? String(
      contentsOfFile: Fixture.root.path + "/.deps/venv/installed.txt", encoding: .utf8))?
    .contains("torch==") ?? false

  private static let networks: [(String, Settings)] = [
    ("mlp", Settings(["hidden": .list([.integer(7), .integer(5)])])),
    ("cnn", Settings(["width": .integer(3), "stages": .integer(2)])),
    ("resnet", Settings(["width": .integer(2)])),
  ]

  @Test(.enabled(if: isInstalled, "Scripts/setup --tests"))
  func `the loader of the README gives equal scores, and so does a network from PyTorch`() throws {
    let folder = NSTemporaryDirectory() + "pytorch-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let shape = ImageShape(channels: 1, height: 8, width: 8)
    let images = try Shapes.images(5, shape)
    for (name, settings) in Self.networks {
      let entry = try #require(Models.classifiers[name])
      let (network, store) = try Blueprint(
        card: entry.card, maker: entry.maker, settings: settings, key: RandomKey(seed: 1)
      ).build(shape: shape, classes: 4)
      // Running statistics that are not those of the beginning.
      _ = try network(Shapes.images(9, shape, seed: 2), training: true)
      let scores = try withoutGradients { try network(images, training: false) }
      let whole = try network.pyTorch(store)
      try SafeTensors(whole.tensors, metadata: whole.metadata())
        .write(to: "\(folder)/\(name).safetensors")
      try SafeTensors([("images", images), ("scores", scores)])
        .write(to: "\(folder)/\(name).answers")
    }
    let script = try ScriptModule(
      [UInt8](Data(contentsOf: URL(fileURLWithPath: Fixture.path("small.pt")))), device: .cpu)
    let answer = try withoutGradients {
      try script(images, training: false, key: RandomKey(seed: 1))
    }
    try SafeTensors([("images", images), ("scores", answer)]).write(to: folder + "/small.answers")
    try Self.loader().write(toFile: folder + "/loader.py", atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.python)
    process.arguments = ["-W", "ignore", Fixture.path("compare_networks.py"), folder]
    process.environment = ProcessInfo.processInfo.environment
      .merging(["OMP_NUM_THREADS": "1"]) { $1 }
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let text = String(decoding: data, as: UTF8.self)
    #expect(process.terminationStatus == 0, "\(text)")
    #expect(text.contains("mlp, cnn, resnet and small agree"), "\(text)")
  }

  /// The Python code that the README shows.
  private static func loader() throws -> String {
    let page = try String(contentsOf: Fixture.root.appending(path: "README.md"), encoding: .utf8)
    return String(try #require(page.firstMatch(of: /```python\n((?s:.*?))```/)?.1))
  }
}
