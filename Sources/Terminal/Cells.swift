internal import CEditLine

/// Widths of text in terminal cells.
package enum Cells {
  /// The cells libedit takes for one character: 0 for combining ones, 2 for wide and control ones.
  static func width(of scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x20 || scalar.value == 0x7f { return 2 }
    if scalar.value < 0x7f { return 1 }
    // Widths are the locale's.
    Screen.setUpLocale()
    let width = Int(cel_width(scalar.value))
    guard width < 0 else { return width }
    // Shown as \U+00A0 or \U+1F600.
    return scalar.value > 0xffff ? 8 : 7
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

  /// `text` with blanks after it up to `width` cells.
  package static func pad(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - self.width(of: text)))
  }
}
