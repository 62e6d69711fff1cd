/// Text from a journal as it is safe inside of other formats.
enum Escaping {
  /// `text` for the content and the quoted attributes of HTML.
  static func html(_ text: some StringProtocol) -> String {
    var escaped = String.UnicodeScalarView()
    // By scalars: a mark of HTML with an accent on it would be another character.
    for scalar in visible(text).unicodeScalars {
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

  /// `text` with a sign in the place of everything that has none.
  ///
  /// That are control characters and what turns the direction of writing; line feeds and tabs stay.
  static func visible(_ text: some StringProtocol) -> String {
    var shown = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in text.unicodeScalars {
      defer { afterReturn = scalar == "\r" }
      if scalar == "\n", afterReturn { continue }
      shown.append(visible(scalar))
    }
    return String(shown)
  }

  private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x09, 0x0A: scalar
    case 0x0D, 0x2028, 0x2029: "\n"
    // The pictures of control characters stand in their order.
    case 0x00...0x1F: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
    case 0x7F: "\u{2421}"
    case 0x80...0x9F, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF:
      "\u{FFFD}"
    default: scalar.properties.isNoncharacterCodePoint ? "\u{FFFD}" : scalar
    }
  }

  /// Markdown prose that holds no tags: outside of code every `<` is an entity.
  static func markdown(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    var isFence = false
    for (index, line) in visible(text).split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated()
    {
      if index > 0 { out.append("\n") }
      let start = line.drop { $0 == " " }
      if start.hasPrefix("```") || start.hasPrefix("~~~") { isFence.toggle() }
      let parts = isFence ? [line] : line.split(separator: "`", omittingEmptySubsequences: false)
      for (place, part) in parts.enumerated() {
        if place > 0 { out.append("`") }
        let isCode = isFence || place % 2 == 1 && place < parts.count - 1
        for scalar in part.unicodeScalars {
          if scalar == "<", !isCode {
            out += "&lt;".unicodeScalars
          } else {
            out.append(scalar)
          }
        }
      }
    }
    return String(out)
  }

  /// `text` in a cell of a Markdown table or in a line of Markdown.
  static func markdownLine(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in visible(text).unicodeScalars {
      switch scalar {
      case "\n", "\t": out.append(" ")
      case "<": out += "&lt;".unicodeScalars
      case "&": out += "&amp;".unicodeScalars
      case "|", "\\", "`", "*", "_", "[", "]":
        out.append("\\")
        out.append(scalar)
      default: out.append(scalar)
      }
    }
    return String(out)
  }
}
