/// Colours and weights for short pieces of text outside figures.
package enum Paint {
  /// `text` in a faint weight, if the style has colours.
  package static func dim(_ text: String, _ style: TextStyle) -> String {
    wrapped(text, 2, style)
  }

  /// `text` in red, if the style has colours.
  package static func red(_ text: String, _ style: TextStyle) -> String {
    wrapped(text, 31, style)
  }

  private static func wrapped(_ text: String, _ code: Int, _ style: TextStyle) -> String {
    guard style.colours, !text.isEmpty else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}
