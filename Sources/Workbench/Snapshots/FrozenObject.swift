import Catalog
import Foundation
import Language
import Learning
import Torch

/// All of a learner's state as it was at one moment, which no later training touches.
///
/// In memory or in a file that `load` reads too.
package struct FrozenObject {
  let facts: SavedObject
  let tensors: [ParameterStore.Entry]
  /// Nil for a learner that had begun nothing.
  let digest: UInt64?
  /// What its fields were.
  let result: [NamedValue]

  /// Bytes of all tensors.
  var byteCount: Int {
    tensors.reduce(0) { $0 + $1.tensor.count * ($1.tensor.elementType?.size ?? 1) }
  }

  /// The state of `learner`; with `copying` its tensors are the frozen state's own.
  init(_ learner: LearnerObject, copying: Bool = true) throws {
    let saved = try learner.saved()
    facts = saved.facts
    tensors =
      copying ? try saved.tensors.map { ($0.name, try Self.copy($0.tensor)) } : saved.tensors
    (digest, result) = (try learner.digest(), learner.result)
  }

  /// A copy on the CPU.
  private static func copy(_ tensor: Tensor) throws -> Tensor {
    tensor.device == .cpu ? try tensor.detach().clone() : try tensor.detach().to(.cpu)
  }

  /// Reads what `write` wrote.
  ///
  /// - Throws: `WorkbenchError` if the file is of another kind or damaged.
  package init(readingFrom path: String) throws {
    let file = try SafeTensors(readingFrom: path)
    guard let facts = SavedObject(in: file.metadata), let words = file.metadata["result"],
      let result = ResultValueReader.values(words[...])
    else { throw WorkbenchError("\(path) is no snapshot") }
    (self.facts, tensors, self.result) = (facts, file.tensors, result)
    digest = file.metadata["state"].flatMap { UInt64($0, radix: 16) }
  }

  /// Writes the state with more `metadata`; the file appears whole or not at all.
  func write(to path: String, metadata: [String: String] = [:]) throws {
    var texts = metadata
    texts["reverie"] = try facts.json()
    texts["state"] = digest.map(StateDigest.text)
    texts["result"] = JournalText.words(result)
    try SafeTensors(tensors, metadata: texts).write(to: path)
  }

  /// Puts the state back into `learner`, bit for bit; `data` is what it was learning.
  ///
  /// - Throws: `WorkbenchError` if what comes of it is not what was frozen.
  func thaw(into learner: LearnerObject, on data: DataObject?, device: Device) throws {
    guard let progress = facts.progress, let data else {
      learner.forget()
      return
    }
    guard progress.sha256 == data.stream.digest else {
      throw WorkbenchError("the snapshot is of other data than \(data.name)", isDataProblem: true)
    }
    try progress.check(data.stream)
    let before = learner.standing
    try learner.restore(
      Dictionary(tensors.map { ($0.name, $0.tensor) }, uniquingKeysWith: { $1 }), progress,
      on: data, device: device)
    guard try learner.digest() == digest else {
      learner.standing = before
      throw WorkbenchError("the snapshot of \(learner.name) is damaged")
    }
    learner.result = result
  }
}
