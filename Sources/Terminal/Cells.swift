internal import Text

/// Widths of text in terminal cells, scalar by scalar, as it is edited.
package enum Cells {
  /// Whether a scalar is replaced while a line is edited; joiners stay, whatever is beside them so far.
  static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    SafeText.isHidden(scalar) && !SafeText.joins(scalar)
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
    isHidden(scalar) ? (scalar.isASCII ? 2 : 1) : CellWidth.of(scalar)
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
