internal import CText
import Foundation

/// Text measured in terminal cells: cleaning, measuring, cutting and padding.
enum CellText {
  enum Side { case left, right, centre }

  /// Cells that `text` takes: 2 for East Asian wide characters and emoji, 1 for all others.
  static func width(_ text: String) -> Int {
    isPrintableASCII(text) ? text.utf8.count : text.reduce(0) { $0 + width($1) }
  }

  static func width(_ character: Character) -> Int {
    // Asks for the coloured form of a sign.
    if character.unicodeScalars.contains("\u{FE0F}") { return 2 }
    // Joined pictures, as those of a family, are drawn as one.
    let cells = character.unicodeScalars.reduce(0) { $0 + max(0, Int(ctx_width($1.value))) }
    return min(2, max(1, cells))
  }

  /// `text` with every control, format and line-breaking character replaced by a space.
  static func clean(_ text: String) -> String {
    guard !isPrintableASCII(text) else { return text }
    return String(text.map { isHidden($0) ? " " : $0 })
  }

  /// `text` in printable ASCII: accents dropped, known marks replaced, the rest as "?".
  static func ascii(_ text: String) -> String {
    guard !isPrintableASCII(text) else { return text }
    return String(text.map(ascii))
  }

  /// The longest start of `text` that fits `width` cells, ending in `mark` if something was cut.
  static func clipped(_ text: String, to width: Int, mark: String) -> String {
    guard width > 0 else { return "" }
    guard self.width(text) > width else { return text }
    return prefix(text, width - self.width(mark)) + mark
  }

  /// The longest start of `text` that fits `width` cells.
  static func prefix(_ text: String, _ width: Int) -> String {
    var taken = ""
    var used = 0
    for character in text {
      used += self.width(character)
      guard used <= width else { break }
      taken.append(character)
    }
    return taken
  }

  /// `text` with spaces added until it takes `width` cells; `side` is where the text stays.
  static func padded(_ text: String, to width: Int, _ side: Side = .left) -> String {
    let missing = max(0, width - self.width(text))
    switch side {
    case .left: return text + spaces(missing)
    case .right: return spaces(missing) + text
    case .centre: return spaces(missing / 2) + text + spaces(missing - missing / 2)
    }
  }

  static func spaces(_ count: Int) -> String {
    String(repeating: " ", count: max(0, count))
  }

  private static func isPrintableASCII(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
  }

  private static func isHidden(_ character: Character) -> Bool {
    guard let first = character.unicodeScalars.first else { return true }
    switch first.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .surrogate:
      return true
    case .nonspacingMark, .enclosingMark, .spacingMark:
      // A mark without a letter would join whatever is written before it, escape codes too.
      return true
    default:
      return false
    }
  }

  private static func ascii(_ character: Character) -> Character {
    if let code = character.asciiValue, code >= 0x20, code < 0x7F, character != "\r\n" {
      return character
    }
    if isHidden(character) || character.isWhitespace { return " " }
    if let known = substitutes[character] { return known }
    let base = String(character).decomposedStringWithCanonicalMapping.unicodeScalars.first
    guard let base, base.value > 0x20, base.value < 0x7F else { return "?" }
    return Character(base)
  }

  private static let substitutes: [Character: Character] = [
    "…": "~", "·": ".", "•": "*", "–": "-", "—": "-", "−": "-", "×": "x", "→": ">", "←": "<",
    "‘": "'", "’": "'", "“": "\"", "”": "\"", "█": "#", "▀": "#", "─": "-", "│": "|", "✓": "+",
  ]
}
