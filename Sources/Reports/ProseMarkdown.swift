import Text

/// Prose as Markdown, regenerated from its parsed form, so that no Markdown reader finds
/// anything else in it: no HTML, no other links.
package enum ProseMarkdown {
  package static func text(_ prose: String) -> String {
    Prose(prose).blocks.map(text).joined(separator: "\n\n")
  }

  private static func text(_ block: Prose.Block) -> String {
    switch block {
    case .heading(let level, let text):
      return String(repeating: "#", count: level) + " " + inline(text)
    case .paragraph(let text): return inline(text)
    case .quotation(let text): return "> " + inline(text)
    case .code(let text): return MarkdownText.fenced(text)
    case .list(let isOrdered, let items):
      return items.enumerated().map { index, item in
        (isOrdered ? "\(index + 1). " : "- ") + inline(item)
      }.joined(separator: "\n")
    }
  }

  /// Code, emphasis and links inside a block, on one line.
  static func inline(_ text: String) -> String {
    MarkdownText.plainStart(InlinePiece.pieces(of: text).map(markdown).joined())
  }

  private static func markdown(_ piece: InlinePiece) -> String {
    switch piece {
    case .text(let text): MarkdownText.inline(text)
    case .code(let text): MarkdownText.code(text)
    case .link(let address, let text): "[\(MarkdownText.inline(text))](<\(address)>)"
    case .open(.emphasis), .close(.emphasis): "*"
    case .open(.strong), .close(.strong): "**"
    }
  }
}
