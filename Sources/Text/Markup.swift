/// Text inside XML and HTML.
package enum Markup {
  /// `text` for the content and the quoted attributes of XML, SVG and HTML: the five marks of XML as
  /// entities, hidden characters as signs.
  package static func escaped(_ text: some StringProtocol) -> String {
    // A view of scalars that grows by views is copied each time, a string is not.
    var escaped = ""
    // By scalars: a mark of XML with an accent on it would be another character.
    for scalar in SafeText.block(text).unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
