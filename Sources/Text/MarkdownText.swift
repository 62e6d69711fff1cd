/// Text inside of Markdown.
package enum MarkdownText {
  /// `text` on one line that CommonMark and GitHub's tables show as it is: every mark that means
  /// something is escaped, so that it makes no tag, link, emphasis, heading or cell.
  ///
  /// Source: CommonMark 0.31, section 2.4: a backslash before ASCII punctuation makes it plain.
  package static func escaped(_ text: some StringProtocol) -> String {
    var out = String.UnicodeScalarView()
    for scalar in SafeText.block(text).unicodeScalars {
      switch scalar {
      case "\n", "\t": out.append(" ")
      case "<": out += "&lt;".unicodeScalars
      case ">": out += "&gt;".unicodeScalars
      case "&": out += "&amp;".unicodeScalars
      case _ where marks.contains(scalar):
        out.append("\\")
        out.append(scalar)
      default: out.append(scalar)
      }
    }
    return plainStart(String(out))
  }

  /// Marks within a line; `:` and `@` keep bare addresses from becoming links, `$` is mathematics
  /// in notebooks.
  private static let marks = Set("\\`*_{}[]!|~:@$#^=".unicodeScalars)

  /// Escapes what means something only where a line begins: bullets, numbers, rules and blanks.
  private static func plainStart(_ line: String) -> String {
    let text = line.drop { $0 == " " }
    if let first = text.first, "-+".contains(first) { return "\\" + text }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let rest = text[digits.endIndex...]
    guard !digits.isEmpty, let mark = rest.first, ".)".contains(mark) else { return String(text) }
    return digits + "\\" + rest
  }

  /// `text` of any number of lines between fences that are longer than any run inside of it.
  package static func fenced(_ text: String, language: String = "") -> String {
    let shown = SafeText.block(text)
    let fence = String(repeating: "`", count: max(3, longestRun(of: shown) + 1))
    return "\(fence)\(language)\n\(shown)\n\(fence)"
  }

  /// `text` on one line as a code span.
  package static func code(_ text: String) -> String {
    let shown = SafeText.line(text, mark: "\u{FFFD}")
    let mark = String(repeating: "`", count: longestRun(of: shown) + 1)
    return "\(mark) \(shown) \(mark)"
  }

  /// The length of the longest run of back quotes.
  private static func longestRun(of text: String) -> Int {
    var (longest, run) = (0, 0)
    for byte in text.utf8 {
      run = byte == 0x60 ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
