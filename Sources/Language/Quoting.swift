import Catalog

/// How text and paths are written in a line.
package enum Quoting {
  /// The text that `content` spells between quotes; nil if it is wrong or ends the text early.
  package static func unquoted(_ content: String) -> String? {
    let tokens = Lexer("\"" + content + "\"").tokens
    guard tokens.count == 2, case .text(let text) = tokens[0].kind else { return nil }
    return text
  }

  /// Whether a path can be written without quotes.
  package static func isBarePath(_ path: String) -> Bool {
    !path.hasPrefix("\"") && Lexer(path).tokens.map(\.kind) == [.text(path), .end]
  }
}
