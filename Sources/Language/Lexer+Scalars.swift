import Catalog

extension Lexer {
  static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar >= "0" && scalar <= "9"
  }

  /// Whether a name may begin with it: a letter of any script, or `_`.
  static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    guard !scalar.isASCII else {
      return (scalar >= "a" && scalar <= "z") || (scalar >= "A" && scalar <= "Z") || scalar == "_"
    }
    return scalar.properties.isAlphabetic
  }

  /// Whether a name may hold it: also digits and the marks that combine with a letter.
  static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    guard !scalar.isASCII else { return isNameStart(scalar) || isDigit(scalar) }
    guard !scalar.properties.isAlphabetic else { return true }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .decimalNumber: return true
    default: return false
    }
  }

  static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    guard !scalar.isASCII else { return scalar == " " || scalar == "\t" || scalar == "\r" }
    return scalar.properties.isWhitespace || scalar == "\u{FEFF}"
  }

  /// Whether a path without quotes may hold it.
  static func isPathPart(_ scalar: Unicode.Scalar) -> Bool {
    guard !isBlank(scalar), !isHidden(scalar) else { return false }
    return !";,\"(){}".unicodeScalars.contains(scalar)
  }

  /// Whether a terminal would not show it as it is: controls and marks of writing direction.
  static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    Value.isHidden(scalar)
  }
}
