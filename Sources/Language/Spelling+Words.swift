import Text

extension Spelling {
  /// The word itself, or leniently the only one that begins like it.
  ///
  /// - Parameter rare: words that are not meant where another one begins alike.
  /// - Throws: `Diagnostic` that begins with `missing`, with the nearest word or the choices.
  static func word(
    _ typed: String, among words: [String], rare: [String] = [], at span: Span, missing: String,
    lenient: Bool
  ) throws(Diagnostic) -> String {
    if words.contains(typed) { return typed }
    if lenient {
      let candidates = words.filter { $0.hasPrefix(typed) }.sorted()
      if let only = only(candidates, rare: rare) { return only }
      if candidates.count > 1 {
        throw Diagnostic(
          "'\(Lexer.shown(typed))' could be \(candidates.joined(separator: ", "))", at: span,
          suggestion: "type more of the word")
      }
    }
    throw Diagnostic(
      "\(missing) '\(Lexer.shown(typed))'", at: span,
      suggestion: choices(for: typed, among: words))
  }

  /// The only candidate, or the only one that is not rare.
  static func only(_ candidates: [String], rare: [String]) -> String? {
    if candidates.count == 1 { return candidates[0] }
    let common = candidates.filter { !rare.contains($0) }
    return common.count == 1 ? common[0] : nil
  }

  /// The nearest word, or else a list of all if it is short.
  private static func choices(for typed: String, among words: [String]) -> String? {
    if let near = suggestion(for: typed, among: words) { return near }
    guard words.count <= 12 else { return "type help for all commands" }
    return words.isEmpty ? nil : "choose from " + words.sorted().joined(separator: ", ")
  }
}
