import Catalog
import Digests
import Foundation
import Torch

/// A network from a file that PyTorch saved with `torch.jit.script`, with the weights that it has there.
///
/// Parameters and buffers enter the store under PyTorch's own names. The module's answer in training
/// may draw random numbers: they follow from the key and the images, so that a step gives the same
/// numbers wherever a training continues.
package final class TorchScript: Classifier {
  package static let file = Parameter<String?>("file", .path, default: nil, "the file")
  package static let digest = Parameter<String?>(
    "sha256", .text, default: nil, "the digest that the file had when it was declared")

  package static let card = Card(
    "torchscript", "your own PyTorch network",
    operands: [
      .init("file", .path, "a file written by torch.jit.script(net).save(...), in quotes")
    ],
    example: "model net = torchscript \"net.pt\"",
    source: "https://docs.pytorch.org/docs/stable/jit.html",
    notes: """
      In Python: torch.jit.script(net).save("net.pt"). The network takes images, [batch, channels, \
      height, width] in 0...1, and answers with scores, [batch, classes], of all classes of the data. \
      Learners start from the weights in the file; parameters with requires_grad=False stay as they \
      are. Learners that need a network with stages (genifer, icarl's features and the like) do not \
      take it. Its SHA-256 is in the journal, and verify reports a file that differs.

      A TorchScript file is a program: libtorch interprets its code when the network is used, and it \
      can read and write files. Declare only files that you trust. Loading a learner that someone \
      saved with such a network never reads the file by itself: declare the model first.
      """,
    explanation: .init(
      idea: """
        The network is yours: the file holds its code and its weights, and learners train it as any \
        other classifier.
        """,
      formula: "scores = net(images)",
      cost: "that of your network, interpreted by libtorch"),
    kept: [file, digest])

  private let module: ScriptModule
  private let key: RandomKey

  package init(
    _ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore
  ) throws {
    let path = settings[Self.file] ?? ""
    let bytes = try Self.bytes(path)
    guard settings[Self.digest].map({ $0 == sha256(bytes) }) ?? true else {
      throw ModelError("\(path) has changed since the model was declared: declare it again")
    }
    module = try Self.module(bytes, path, device: store.device)
    key = store.key("torchscript")
    for (name, tensor) in module.parameters { try store.parameter(name, tensor) }
    for (name, tensor) in module.buffers { _ = try store.buffer(name, tensor) }
    try Self.check(module, path, shape: shape, classes: classes, device: store.device)
  }

  package func callAsFunction(_ inputs: Tensor, training: Bool) throws -> Tensor {
    let draws = try training ? key("draws", Int(truncatingIfNeeded: inputs.digest())) : key
    return try module(inputs, training: training, key: draws)
  }

  /// The options with the digest of the file that they name.
  ///
  /// - Throws: `ModelError` if it is missing or no TorchScript file, or has no parameters.
  package static func declared(
    _ settings: Settings, for shapes: [(name: String, shape: ImageShape, classes: Int)]
  ) throws -> Settings {
    let path = settings[file] ?? ""
    let bytes = try bytes(path)
    let module = try module(bytes, path, device: .cpu)
    let failures = shapes.compactMap { data -> String? in
      do {
        try check(module, path, shape: data.shape, classes: data.classes, device: .cpu)
        return nil
      } catch { return "\(error) (data \(data.name))" }
    }
    if let failure = failures.first, failures.count == shapes.count { throw ModelError(failure) }
    var settings = settings
    try settings.set(digest.name, to: .text(sha256(bytes)), on: card)
    return settings
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue
    else { throw ModelError("there is no file \(path)") }
    let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
    guard size.map({ $0 <= 4 * NetworkSize.most }) ?? true else {
      throw ModelError("\(path) is larger than the largest network, 1 GiB")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ModelError("\(path) cannot be read")
    }
    return [UInt8](data)
  }

  private static func module(
    _ bytes: [UInt8], _ path: String, device: Device
  ) throws -> ScriptModule {
    let module: ScriptModule
    do {
      module = try ScriptModule(bytes, device: device)
    } catch let error as TorchError where (try? Backend.ready()) != nil {
      throw ModelError(refusal(of: bytes, path, error))
    }
    guard !module.parameters.isEmpty else {
      throw ModelError("\(path) has no parameters that can be trained")
    }
    let others = module.parameters.first { $0.tensor.elementType != .float32 }
    if let others {
      throw ModelError("\(path): parameter '\(others.name)' is not float32: save net.float()")
    }
    if let other = module.buffers.first(where: { $0.tensor.elementType == nil }) {
      throw ModelError("\(path): buffer '\(other.name)' has elements of a type that cannot be kept")
    }
    try NetworkSize.check("torchscript", module.parameters.map(\.tensor.count))
    return module
  }

  /// Why a file that libtorch does not load is none, and what to do.
  private static func refusal(of bytes: [UInt8], _ path: String, _ error: TorchError) -> String {
    let convert =
      "in Python, build the network, load the weights and save both: "
      + "net.load_state_dict(torch.load('net.pth')); torch.jit.script(net).save('net.pt')"
    let isArchive = bytes.starts(with: Array("PK".utf8))
    // An archive of torch.save holds a pickle and no code; older ones are a bare pickle.
    let isWeights =
      isArchive
      ? !holds("/code/", bytes) && holds("data.pkl", bytes)
      : bytes.first == 0x80
    guard isArchive && !isWeights else {
      return isWeights
        ? "\(path) holds weights without a network (torch.save); \(convert)"
        : "\(path) is not a TorchScript file; \(convert)"
    }
    return "\(path) cannot be loaded: \(error)"
  }

  private static func holds(_ text: String, _ bytes: [UInt8]) -> Bool {
    Data(bytes).range(of: Data(text.utf8)) != nil
  }

  /// Has the module answer two images, in training and in testing, and puts its buffers back.
  ///
  /// - Throws: `ModelError` if it fails, answers in another shape or does not depend on a parameter.
  private static func check(
    _ module: ScriptModule, _ path: String, shape: ImageShape, classes: Int, device: Device
  ) throws {
    let before = try module.buffers.map { try $0.tensor.clone() }
    defer {
      try? withoutGradients {
        for (buffer, old) in zip(module.buffers, before) { try buffer.tensor.copy(from: old) }
      }
    }
    let images = try Tensor.full(
      [2, shape.channels, shape.height, shape.width], 0.5, device: device)
    let size = "\(shape.channels) x \(shape.height) x \(shape.width)"
    for training in [true, false] {
      let scores: Tensor
      do {
        scores = try withoutGradients {
          try module(images, training: training, key: RandomKey(seed: 0))
        }
      } catch {
        throw ModelError("\(path) fails on images of \(size): \(error)")
      }
      guard scores.shape == [2, classes] else {
        throw ModelError(
          "\(path) answers two images of \(size) with shape \(scores.shape), expected "
            + "[2, \(classes)]: scores of \(classes) classes for each")
      }
    }
  }
}
