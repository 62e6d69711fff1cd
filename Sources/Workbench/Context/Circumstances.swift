import Journal
import Language
import Torch

/// What results depend on besides the script; is in the head of every journal.
package struct Circumstances: Sendable {
  package let facts: [(name: String, value: String)]

  /// The circumstances of `workspace` in this process.
  package init(_ workspace: Workspace) {
    facts =
      [
        ("seed", "\(workspace.configuration.seed)")
      ] + Backend.configuration.facts + [
        ("processor", Processor.maker),
        ("device", "\(workspace.configuration.device)"),
        ("torch", Backend.version ?? "not loaded yet"),
        ("data", workspace.configuration.data.path),
      ]
  }

  /// A line on each of a journal's `facts` that is different now and may change results.
  ///
  /// - Parameter app: the version of this program.
  package static func changes(since facts: [String: String], app: String) -> [String] {
    let now = [
      ("app", "with reverie", app, "results"),
      ("torch", "with libtorch", Backend.version, "last digits"),
      ("processor", "on a processor of", Processor.maker, "last digits"),
    ]
    return now.compactMap { name, words, value, what in
      guard let recorded = facts[name], let value, recorded != value else { return nil }
      return "recorded \(words) \(recorded), this is \(value): \(what) may differ"
    }
  }

  /// Makes sure that libtorch, the instructions and the GPU that a journal was recorded with are
  /// here; a journal whose session never loaded libtorch needs none of them.
  ///
  /// - Throws: `Failure` that says what is missing.
  package static func require(_ facts: [String: String]) throws(Failure) {
    guard facts["torch"] != nil else { return }
    do {
      try Backend.ready()
      guard facts["device"]?.hasPrefix("cuda") == true, try Backend.gpuCount() == 0 else { return }
      throw TorchError("recorded on a GPU, but there is none here")
    } catch {
      throw Failure(Diagnostic("\(error)", at: .nowhere), trouble: .circumstances)
    }
  }

  /// A line on each of a journal's `facts` that a run in `workspace` does not take over.
  static func departures(from facts: [String: String], in workspace: Workspace) -> [String] {
    let now = Circumstances(workspace).facts
    return ["seed", "threads", "instructions"].compactMap { name in
      guard let recorded = facts[name], let used = now.first(where: { $0.name == name })?.value,
        recorded != used
      else { return nil }
      return "the journal was recorded with \(name)=\(recorded), this session uses \(name)=\(used)"
    }
  }
}
