/// Text in double quotes, as the languages that Reverie writes spell it.
package enum QuotedText {
  /// `text` as a text literal of sessions and journals: on one line, hidden characters as `\u{1b}`,
  /// `$` as `\$`.
  package static func session(_ text: String) -> String {
    quoted(text, marking: ["\"", "\\", "$"]) { "\\u{" + String($0.value, radix: 16) + "}" }
  }

  /// `text` as a JSON string: on one line, hidden characters as `\u001b`, those above U+FFFF as a
  /// pair of surrogates.
  package static func json(_ text: String) -> String {
    quoted(text, marking: ["\"", "\\"], units)
  }

  /// JSON on one line with everything hidden that is in its strings as `\u001b`.
  package static func escaped(json: String) -> String {
    SafeText.mapped(json, keepsMarks: true, units)
  }

  private static func units(of scalar: Unicode.Scalar) -> String {
    UTF16.encode(scalar)?.map { unit in
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined() ?? ""
  }

  private static func quoted(
    _ text: String, marking special: Set<Unicode.Scalar>, _ escape: (Unicode.Scalar) -> String
  ) -> String {
    guard !SafeText.isPrintableASCII(text) || text.unicodeScalars.contains(where: special.contains)
    else { return "\"" + text + "\"" }
    var marked = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if special.contains(scalar) { marked.append("\\") }
      marked.append(scalar)
    }
    let spelled = SafeText.mapped(String(marked), keepsMarks: true) { scalar in
      switch scalar {
      case "\n": "\\n"
      case "\t": "\\t"
      default: escape(scalar)
      }
    }
    return "\"" + spelled + "\""
  }
}
