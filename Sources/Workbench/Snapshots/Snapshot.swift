import Catalog
import Digests
import Foundation
import Journal
import Learning
import Models
import Torch

/// An object's whole state at one moment, in memory or in a file.
///
/// `save` and `load`, `resume`, `back` and the cache of trainings all use it.
package struct Snapshot {
  let facts: SnapshotFacts
  let tensors: [ParameterStore.Entry]
  /// Of the object's state; nil for an object that has none, or had none yet.
  let digest: UInt64?
  /// What its fields were; nil where they follow from the facts.
  let results: [NamedValue]?

  init(
    _ facts: SnapshotFacts, _ tensors: [ParameterStore.Entry] = [], digest: UInt64? = nil,
    results: [NamedValue]? = nil
  ) {
    (self.facts, self.tensors, self.digest, self.results) = (facts, tensors, digest, results)
  }

  /// The same state with results that follow from the facts alone, whatever was measured besides.
  var withoutResults: Snapshot { Snapshot(facts, tensors, digest: digest) }

  /// What the names of weights that a learner's generator began with begin with.
  private static let startPrefix = "first generator/"

  /// The tensors as a snapshot names them.
  static func named(_ start: TrainedWeights?) -> [ParameterStore.Entry] {
    (start?.tensors ?? []).map { (startPrefix + $0.name, $0.tensor) }
  }

  /// The tensors of the object's state.
  var state: [ParameterStore.Entry] { tensors.filter { !$0.name.hasPrefix(Self.startPrefix) } }

  /// The trained weights that a learner's generator began with; nil: it had none.
  ///
  /// - Throws: `WorkbenchError` if they are not those that were saved.
  func start() throws -> TrainedWeights? {
    guard let known = facts.start else { return nil }
    let weights = TrainedWeights(
      tensors: tensors.filter { $0.name.hasPrefix(Self.startPrefix) }.map {
        (String($0.name.dropFirst(Self.startPrefix.count)), $0.tensor)
      }.sorted { $0.0 < $1.0 }, classes: known.classes)
    guard StateDigest.text(try weights.digest()) == known.digest else {
      throw WorkbenchError(
        "the weights that the generator began with were changed: the file is damaged")
    }
    return weights
  }

  /// Bytes of all tensors.
  var byteCount: Int {
    tensors.reduce(0) { $0 + $1.tensor.count * ($1.tensor.elementType?.size ?? 1) }
  }

  /// The same state with tensors of its own, on the CPU, which no later training touches.
  func copied() throws -> Snapshot {
    Snapshot(
      facts, try tensors.map { ($0.name, try Self.copy($0.tensor)) }, digest: digest,
      results: results)
  }

  private static func copy(_ tensor: Tensor) throws -> Tensor {
    tensor.device == .cpu ? try tensor.detach().clone() : try tensor.detach().to(.cpu)
  }
}

extension Snapshot {
  /// Reads what `write` wrote; older files have no checksum of the metadata.
  ///
  /// - Throws: `WorkbenchError` if the file is of another kind or damaged.
  package init(readingFrom path: String) throws {
    let file = try SafeTensors(readingFrom: path)
    guard let facts = SnapshotFacts(in: file.metadata) else {
      throw WorkbenchError("\(path) was not written by 'save'")
    }
    if let sum = file.metadata["checksum"], sum != Self.checksum(file.metadata) {
      throw WorkbenchError("\(path) is damaged: its metadata does not match its checksum")
    }
    let words = file.metadata["result"]
    let results = words.flatMap { ResultValueReader.values($0[...]) }
    guard (words == nil) == (results == nil) else {
      throw WorkbenchError("\(path) is damaged: its results cannot be read")
    }
    self.init(
      facts, file.tensors, digest: file.metadata["state"].flatMap { UInt64($0, radix: 16) },
      results: results)
  }

  /// Writes the state with more `metadata`; the file appears whole or not at all.
  package func write(to path: String, metadata: [String: String] = [:]) throws {
    var texts = metadata
    texts["reverie"] = try facts.json()
    texts["state"] = digest.map(StateDigest.text)
    texts["result"] = results.map(JournalText.words)
    texts["checksum"] = Self.checksum(texts)
    try SafeTensors(tensors, metadata: texts).write(to: path)
  }

  /// SHA-256 of everything in the metadata that a restored object takes from it.
  private static func checksum(_ metadata: [String: String]) -> String {
    let parts = ["reverie", "state", "result"].map { "\($0)=\(metadata[$0] ?? "")\n" }
    return sha256(Array(parts.joined().utf8))
  }
}
