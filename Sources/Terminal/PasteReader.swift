/// Collects the bytes between the markers that a terminal sends around pasted text.
struct PasteReader {
  private var bytes: [UInt8] = []
  private static let marker = Array("\u{1b}[201~".utf8)

  /// Bytes kept of a paste; the rest is dropped.
  static let limit = 4 << 20
  /// Blanks that stand for a pasted tab.
  static let tab = "  "

  /// Takes one byte; true when it ends the paste.
  mutating func feed(_ byte: UInt8) -> Bool {
    if bytes.count >= Self.limit + Self.marker.count {
      // Keep the tail moving, so that the marker is still seen.
      bytes.remove(at: Self.limit)
    }
    bytes.append(byte)
    guard byte == UInt8(ascii: "~"), bytes.suffix(Self.marker.count) == Self.marker[...] else {
      return false
    }
    bytes.removeLast(Self.marker.count)
    return true
  }

  var text: String { Self.normalise(String(decoding: bytes.prefix(Self.limit), as: UTF8.self)) }

  /// Line breaks as `\n`, tabs as spaces, no control characters, no line breaks at the end.
  static func normalise(_ pasted: String) -> String {
    var result = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in pasted.unicodeScalars {
      defer { afterReturn = scalar == "\r" }
      switch scalar {
      case "\n": if !afterReturn { result.append("\n") }
      case "\r", "\u{2028}", "\u{2029}", "\u{85}": result.append("\n")
      case "\t": for blank in tab.unicodeScalars { result.append(blank) }
      case "\u{a0}": result.append(" ")
      default: if !Cells.isHidden(scalar) { result.append(scalar) }
      }
    }
    while result.last == "\n" { result.removeLast() }
    return String(joiningPairs(result))
  }

  /// Makes one line end of two where they come only in pairs.
  ///
  /// Terminals send a line feed as a return, which the system hands over as a line feed: the end of a
  /// line of CRLF text is then two.
  private static func joiningPairs(_ text: String.UnicodeScalarView) -> String.UnicodeScalarView {
    var joined = String.UnicodeScalarView()
    var run = 0
    for scalar in text {
      if scalar == "\n" {
        run += 1
        if run.isMultiple(of: 2) { joined.append(scalar) }
      } else {
        guard run.isMultiple(of: 2) else { return text }
        run = 0
        joined.append(scalar)
      }
    }
    return joined
  }
}
