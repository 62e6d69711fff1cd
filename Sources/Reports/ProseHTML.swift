import Text

/// Prose as HTML; whatever is not known Markdown is shown as it was written.
enum ProseHTML {
  static func text(_ prose: String) -> String {
    Prose(prose).blocks.map(text).joined(separator: "\n")
  }

  private static func text(_ block: Prose.Block) -> String {
    switch block {
    case .heading(let level, let text):
      // The page's title is the only heading of the first level.
      let tag = "h\(min(6, level + 1))"
      return "<\(tag)>\(inline(text))</\(tag)>"
    case .paragraph(let text): return "<p>\(inline(text))</p>"
    case .quotation(let text): return "<blockquote><p>\(inline(text))</p></blockquote>"
    case .code(let text): return "<pre class=\"plain\"><code>\(Markup.escaped(text))</code></pre>"
    case .list(let isOrdered, let items):
      let tag = isOrdered ? "ol" : "ul"
      return "<\(tag)>" + items.map { "<li>\(inline($0))</li>" }.joined() + "</\(tag)>"
    }
  }

  /// Code, emphasis and links inside a block.
  static func inline(_ text: String) -> String {
    InlinePiece.pieces(of: text).map(html).joined()
  }

  private static func html(_ piece: InlinePiece) -> String {
    switch piece {
    case .text(let text): Markup.escaped(text)
    case .code(let text): "<code>\(Markup.escaped(text))</code>"
    case .link(let address, let text):
      "<a rel=\"noreferrer\" href=\"\(Markup.escaped(address))\">\(Markup.escaped(text))</a>"
    case .open(.emphasis): "<em>"
    case .close(.emphasis): "</em>"
    case .open(.strong): "<strong>"
    case .close(.strong): "</strong>"
    }
  }
}
