/// Text inside XML and HTML.
package enum Markup {
  /// `text` for the content and the quoted attributes of XML, SVG and HTML: the five marks of XML as
  /// entities, hidden characters as signs.
  package static func escaped(_ text: some StringProtocol) -> String {
    var escaped = String.UnicodeScalarView()
    // By scalars: a mark of XML with an accent on it would be another character.
    for scalar in SafeText.block(text).unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;".unicodeScalars
      case "<": escaped += "&lt;".unicodeScalars
      case ">": escaped += "&gt;".unicodeScalars
      case "\"": escaped += "&quot;".unicodeScalars
      case "'": escaped += "&#39;".unicodeScalars
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}
