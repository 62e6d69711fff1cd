internal import CText

/// How many terminal cells characters take.
package enum CellWidth {
  /// The cells of one scalar: 0 for marks that combine, 2 for East Asian wide characters and emoji,
  /// else 1; a control character, shown as one replacement, counts 1.
  package static func of(_ scalar: Unicode.Scalar) -> Int {
    let width = scalar.value < 0x300 ? 1 : Int(ctx_width(scalar.value))
    return width < 0 ? 1 : width
  }

  /// The cells of one character as terminals draw it: 1 or 2.
  package static func of(_ character: Character) -> Int {
    // Asks for the coloured form of a sign.
    if character.unicodeScalars.contains("\u{FE0F}") { return 2 }
    // Joined pictures, as those of a family, are drawn as one.
    let cells = character.unicodeScalars.reduce(0) { $0 + max(0, Int(ctx_width($1.value))) }
    return min(2, max(1, cells))
  }

  /// The cells of `text` without control characters.
  package static func of(_ text: String) -> Int {
    SafeText.isPrintableASCII(text) ? text.utf8.count : text.reduce(0) { $0 + of($1) }
  }
}
