import Catalog
import Learning
import Streams

/// Words of the language and of the field that belong to no card.
struct Glossary {
  let name: String
  /// Other words for the same page.
  var aliases: [String] = []
  /// One line, without a full stop.
  let summary: String
  /// The idea in a few lines.
  var idea = ""
  var formula = ""
  /// What it costs to compute or to store.
  var cost = ""
  var source = ""
  /// Commands to try.
  var tries: [String] = []

  /// The page on a word; nil if there is none.
  static func entry(_ word: String) -> Glossary? {
    let word = word.wholeMatch(of: /a[0-9]+/) != nil ? "aN" : word
    return all.first { $0.name == word || $0.aliases.contains(word) }
  }

  /// The lines of a help page.
  var page: String {
    let parts = [
      "\(name): \(summary)", idea, formula.isEmpty ? "" : "formula: \(formula)",
      cost.isEmpty ? "" : "cost: \(cost)", source.isEmpty ? "" : "source: \(source)",
      tries.isEmpty ? "" : "try: " + tries.joined(separator: "\n     "),
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  static let all = language + kinds + terms + scenarios + measures + more + samples
}
