import Foundation

/// Text folded to printable ASCII, for terminals without Unicode.
package enum ASCIIText {
  /// `text` in printable ASCII: hidden characters as spaces, accents dropped, known marks replaced,
  /// the rest as "?".
  package static func folded(_ text: String) -> String {
    guard !SafeText.isPrintableASCII(text) else { return text }
    return String(SafeText.line(text).map(folded))
  }

  private static func folded(_ character: Character) -> Character {
    if let code = character.asciiValue, code >= 0x20, code < 0x7F { return character }
    if character.isWhitespace { return " " }
    if let known = substitutes[character] { return known }
    let base = String(character).decomposedStringWithCanonicalMapping.unicodeScalars.first
    guard let base, base.value > 0x20, base.value < 0x7F else { return "?" }
    return Character(base)
  }

  private static let substitutes: [Character: Character] = [
    "…": "~", "·": ".", "•": "*", "–": "-", "—": "-", "−": "-", "×": "x", "→": ">", "←": "<",
    "‘": "'", "’": "'", "“": "\"", "”": "\"", "█": "#", "▀": "#", "─": "-", "│": "|", "✓": "+",
    "✗": "x",
  ]
}
