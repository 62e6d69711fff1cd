/// Text inside Markdown.
package enum MarkdownText {
  /// `text` on one line that CommonMark and GitHub's tables show as it is: every mark that means
  /// something is escaped, so that it makes no tag, link, emphasis, heading or cell.
  ///
  /// Source: CommonMark 0.31, section 2.4: a backslash before ASCII punctuation makes it plain.
  package static func escaped(_ text: some StringProtocol) -> String { plainStart(inline(text)) }

  /// `text` within a line, after something else.
  package static func inline(_ text: some StringProtocol) -> String {
    // A view of scalars that grows by views is copied each time, a string is not.
    var out = ""
    for scalar in SafeText.block(text).unicodeScalars {
      switch scalar {
      case "\n", "\t": out += " "
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "&": out += "&amp;"
      case _ where marks.contains(scalar):
        out += "\\"
        out.unicodeScalars.append(scalar)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// Marks within a line; `@` makes links of addresses of mail, `$` is mathematics in notebooks.
  private static let marks = Set("\\`*_{}[]!|~@$#^".unicodeScalars)

  /// `line`, in which marks are escaped, without what means something only where a line begins: bullets, numbers, rules and spaces.
  package static func plainStart(_ line: String) -> String {
    let text = line.drop { $0 == " " }
    // A rule of hyphens, or a mark with a blank or nothing after it.
    if text.hasPrefix("--") || ["-", "+"].contains(text.prefix(1)) && isEnd(text.dropFirst()) {
      return "\\" + text
    }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let rest = text[digits.endIndex...]
    guard !digits.isEmpty, [".", ")"].contains(rest.prefix(1)), isEnd(rest.dropFirst()) else {
      return String(text)
    }
    return digits + "\\" + rest
  }

  private static func isEnd(_ text: Substring) -> Bool { text.isEmpty || text.first == " " }

  /// `text` of any number of lines between fences that are longer than any run inside it.
  package static func fenced(_ text: String, language: String = "") -> String {
    let shown = SafeText.block(text)
    let fence = String(repeating: "`", count: max(3, longestRun(of: shown) + 1))
    return "\(fence)\(language)\n\(shown)\n\(fence)"
  }

  /// `text` on one line as a code span.
  package static func code(_ text: String) -> String {
    let shown = SafeText.line(text, mark: "\u{FFFD}")
    let mark = String(repeating: "`", count: longestRun(of: shown) + 1)
    // One blank on both sides is none; without it a quote at an end would belong to the marks.
    let isOpen = ["`", " ", ""].contains { shown.prefix(1) == $0 || shown.suffix(1) == $0 }
    return isOpen ? "\(mark) \(shown) \(mark)" : mark + shown + mark
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
