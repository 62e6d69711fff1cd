/// A way of showing text on a terminal; the raw value is the number of the escape sequence.
package enum Colour: Int, Sendable, CaseIterable {
  /// Text as it is.
  case plain = 0
  /// Strong text.
  case bold = 1
  /// Faint text.
  case dim = 2
  /// Red text.
  case red = 31
  /// Green text.
  case green = 32
  /// Yellow text.
  case yellow = 33
  /// Blue text.
  case blue = 34
  /// Magenta text.
  case magenta = 35
  /// Cyan text.
  case cyan = 36
  /// Grey text.
  case grey = 90

  /// The text between the escape sequences of this colour.
  package func callAsFunction(_ text: String) -> String {
    self == .plain || text.isEmpty ? text : start + text + Colour.plain.start
  }

  var start: String { "\u{1b}[\(rawValue)m" }
}
