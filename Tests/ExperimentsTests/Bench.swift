import Catalog
import Foundation
import Journal
import Language

@testable import Experiments

/// A folder with a session and a small vocabulary.
final class Bench {
  let path: String

  static let vocabulary = Vocabulary(
    kinds: [
      .init("data", [Card("digits", ""), Card("mnist", ""), Card("fashion-mnist", "")]),
      .init("learner", [Card("dgm", ""), Card("lwf", ""), Card("finetune", "")]),
    ], verbs: [])

  static let session = """
    param epochs = 1
    param rate = 0.1
    data d = digits
    learner l = finetune
    train l on d epochs=$epochs

    """

  init(_ text: String = session) throws {
    path = NSTemporaryDirectory() + "bench-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try write(text, to: "s.session")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String, executable: Bool = false) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    if executable { chmod(path + "/" + name, 0o755) }
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self)
  }

  func plan(_ axes: String...) throws -> ExperimentPlan {
    try ExperimentPlan(
      path + "/s.session", axes: axes.map { try ExperimentPlan.axis($0) }, Self.vocabulary)
  }

  func experiment(
    _ axes: String..., set: [String] = [], threads: Int? = 1
  ) throws -> ExperimentFolder {
    let plan = try ExperimentPlan(
      path + "/s.session", axes: axes.map { try ExperimentPlan.axis($0) }, Self.vocabulary)
    return try ExperimentFolder.find(
      plan,
      .init(seed: 7, threads: threads, instructions: "avx2", device: "cpu", data: "/nowhere"),
      set: set, at: nil, beside: path + "/s.session")
  }

  /// Has a run end with these values of its training.
  func finish(
    _ number: Int, of experiment: ExperimentFolder, _ values: String, code: Int32 = 0,
    why: String? = nil
  ) throws {
    let folder = experiment.folder(of: experiment.runs[number - 1])
    _ = try folder.lock()
    let journal = JournalText.sealed(
      "\(JournalText.firstLine)\n#: seed=1\n#% 0 -\n#> 1 10:00:00 train l on d\ntrain l on d\n"
        + "#= 1 \(values)\n#@ 1 l=00\n#% 1 -\n#: end=ok commands=1 errors=0\n#% 1 -\n")
    try Data(journal.utf8).write(to: URL(fileURLWithPath: folder.journal))
    try folder.finish(
      RunEnd(
        task: number, code: code, why: why,
        digest: RunDigest.of(JournalDocument(file: folder.journal)), seconds: 1))
  }

}
