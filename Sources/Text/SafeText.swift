/// The one rule for characters that must not reach a terminal or a page as they are.
///
/// Hidden are control characters (C0, DEL, C1), line and paragraph separators, everything without a
/// visible glyph (format characters such as bidirectional controls, soft hyphens, zero-width
/// characters and tags, fillers, unassigned scalars and noncharacters). A joiner or variation
/// selector is shown where scripts and emoji need it: between letters of scripts that join, between
/// emoji, after a sign that has an emoji form.
package enum SafeText {
  /// Whether `scalar` on its own, wherever it stands, is hidden.
  package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
      return true
    default: return scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  /// Whether `scalar` joins what is beside it or chooses its form: hidden on its own, shown where needed.
  package static func joins(_ scalar: Unicode.Scalar) -> Bool {
    [0x200C, 0x200D, 0xFE0E, 0xFE0F].contains(scalar.value)
  }

  /// Whether all of `text` is printable ASCII, which needs no further look.
  package static func isPrintableASCII(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
  }

  /// Whether `text` holds nothing hidden.
  package static func isSafe(_ text: String) -> Bool {
    guard !isPrintableASCII(text) else { return true }
    var isSafe = true
    _ = mapped(text) { _ in
      isSafe = false
      return ""
    }
    return isSafe
  }

  /// `text` with each hidden scalar replaced.
  ///
  /// A combining mark without a letter before it would join whatever is written there, escape codes
  /// too, and is replaced like a hidden one unless `keepsMarks`.
  package static func mapped(
    _ text: some StringProtocol, keepsMarks: Bool = false,
    _ replacement: (Unicode.Scalar) -> String
  ) -> String {
    var shown = ""
    let scalars = text.unicodeScalars
    var before: Unicode.Scalar?
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      let after = index < scalars.endIndex ? scalars[index] : nil
      let isLoneMark = before == nil && !keepsMarks && isMark(scalar)
      if isLoneMark || isHidden(scalar) && !isJoiner(scalar, between: before, and: after) {
        shown += replacement(scalar)
        before = nil
      } else {
        shown.unicodeScalars.append(scalar)
        before = scalar
      }
    }
    return shown
  }

  /// `text` on one line, each hidden character (line ends too) written as `mark`.
  package static func line(_ text: some StringProtocol, mark: String = " ") -> String {
    isPrintableASCII(text) ? String(text) : mapped(text) { _ in mark }
  }

  /// `text` of several lines: line ends of any kind become line feeds and tabs stay; other hidden
  /// characters are shown by a sign, as U+241B for an escape.
  package static func block(_ text: some StringProtocol) -> String {
    guard !isPrintableASCII(text) else { return String(text) }
    var shown = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in mapped(text, sign).unicodeScalars {
      // A carriage return was marked by a noncharacter, which nothing else becomes.
      if scalar == "\u{FFFE}" {
        shown.append("\n")
      } else if scalar != "\n" || !afterReturn {
        shown.append(scalar)
      }
      afterReturn = scalar == "\u{FFFE}"
    }
    return String(shown)
  }

  private static func sign(of scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x09, 0x0A: String(scalar)
    case 0x0D: "\u{FFFE}"
    case 0x85, 0x2028, 0x2029: "\n"
    // The symbols for control characters are in their order.
    case 0x00...0x1F: Unicode.Scalar(0x2400 + scalar.value).map { String($0) } ?? "\u{FFFD}"
    case 0x7F: "\u{2421}"
    default: "\u{FFFD}"
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x300 else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: return true
    default: return false
    }
  }

  private static func isJoiner(
    _ scalar: Unicode.Scalar, between before: Unicode.Scalar?, and after: Unicode.Scalar?
  ) -> Bool {
    guard let before else { return false }
    switch scalar.value {
    case 0xFE0E, 0xFE0F: return before.properties.isEmoji
    case 0x200C, 0x200D:
      guard let after else { return false }
      if joinsLetters(before), joinsLetters(after) { return true }
      return scalar.value == 0x200D && isPicture(before) && isPicture(after)
    default: return false
    }
  }

  /// Whether it belongs to a script beyond Latin, Greek and Cyrillic, some of which join letters.
  private static func joinsLetters(_ scalar: Unicode.Scalar) -> Bool {
    (0x0600..<0x2000).contains(scalar.value)
      && (scalar.properties.isAlphabetic || isMark(scalar))
  }

  private static func isPicture(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.isASCII && (scalar.properties.isEmoji || scalar == "\u{FE0F}")
  }
}
