/// How a piece of text is coloured and weighted.
struct Ink: Sendable, Equatable {
  var foreground: Colour?
  var background: Colour?
  var isDim = false
  var isBold = false

  static let plain = Ink()
  static let dim = Ink(isDim: true)
  static let bold = Ink(isBold: true)

  /// The escape code that switches this ink on, empty for plain ink.
  func code(_ style: TextStyle) -> String {
    var parts: [String] = []
    if isBold { parts.append("1") }
    if isDim { parts.append("2") }
    if let foreground { parts.append("38;" + Self.digits(foreground, style)) }
    if let background { parts.append("48;" + Self.digits(background, style)) }
    return parts.isEmpty ? "" : "\u{1B}[" + parts.joined(separator: ";") + "m"
  }

  private static func digits(_ colour: Colour, _ style: TextStyle) -> String {
    style.trueColour
      ? "2;\(colour.red);\(colour.green);\(colour.blue)" : "5;\(colour.paletteIndex)"
  }
}
