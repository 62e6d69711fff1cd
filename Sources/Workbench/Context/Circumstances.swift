import Torch

/// What results depend on besides the script; stands in the head of every journal.
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

  /// A line on each of a journal's `facts` that differs now and may change last digits.
  package static func changes(since facts: [String: String]) -> [String] {
    let now = [
      ("torch", "with libtorch", Backend.version),
      ("processor", "on a processor of", Processor.maker),
    ]
    return now.compactMap { name, words, value in
      guard let recorded = facts[name], let value, recorded != value else { return nil }
      return "recorded \(words) \(recorded), this is \(value): last digits may differ"
    }
  }
}
