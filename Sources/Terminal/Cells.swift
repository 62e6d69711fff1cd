internal import CEditLine

/// Widths of text in terminal cells.
package enum Cells {
  /// Whether a terminal must not get the scalar as it is: controls, and marks that turn the
  /// direction of what follows.
  static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if (0x20..<0x7f).contains(scalar.value) { return false }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: return true
    // It joins pictures.
    case .format: return scalar != "\u{200d}"
    default: return false
    }
  }

  /// What stands for a scalar while a line is edited: `^A` for a control, `\u{fffd}` for what is not to be
  /// seen.
  static func shown(_ scalar: Unicode.Scalar) -> String {
    guard isHidden(scalar) else { return String(scalar) }
    guard scalar.value < 0x80 else { return "\u{fffd}" }
    return "^" + String(UnicodeScalar(UInt8(scalar.value) ^ 0x40))
  }

  /// The cells of one scalar as `shown` gives it: 0 for combining ones, 2 for wide ones and controls.
  static func width(of scalar: Unicode.Scalar) -> Int {
    if (0x20..<0x7f).contains(scalar.value) { return 1 }
    if isHidden(scalar) { return scalar.value < 0x80 ? 2 : 1 }
    // Widths are the locale's.
    Screen.setUpLocale()
    return max(0, Int(cel_width(scalar.value)))
  }

  /// The cells of a line of text without escape sequences.
  package static func width(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
  }

  /// The longest start of `text` that takes at most `width` cells, ending in `…` when cut.
  package static func cut(_ text: String, to width: Int) -> String {
    guard self.width(of: text) > width else { return text }
    guard width > 0 else { return "" }
    var kept = String.UnicodeScalarView()
    var used = 1
    for scalar in text.unicodeScalars {
      used += self.width(of: scalar)
      guard used <= width else { break }
      kept.append(scalar)
    }
    return String(kept) + "…"
  }

  /// `text` with spaces after it up to `width` cells.
  package static func pad(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - self.width(of: text)))
  }
}
