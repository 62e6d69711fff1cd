import Foundation

/// What inputs are spliced from: real sessions, whole and line by line, and nasty pieces.
struct Corpus {
  private(set) var texts: [[UInt8]] = []
  private(set) var lines: [[UInt8]] = [Array("quit".utf8)]

  /// Reads all sessions in `folder` and below it.
  init(sessions folder: String) throws {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    for name in names.filter({ $0.hasSuffix(".session") }).sorted() {
      guard let data = FileManager.default.contents(atPath: folder + "/" + name) else { continue }
      texts.append(Array(data))
    }
    guard !texts.isEmpty else { throw CocoaError(.fileReadNoSuchFile) }
    lines += texts.flatMap { $0.split(separator: 10).map(Array.init) }
  }

  /// Words of the language and of journals, signs, and what breaks readers.
  static let pieces: [[UInt8]] = strings.map { Array($0.utf8) } + bytes

  private static let strings = [
    "train", "data", "learner", "d", "ours", "mlp", "digits", "let", "param", "for", "in", "repeat",
    "expect", "on", "to", "as", "from", "with", "help", "?", "epochs=", "hidden=", "split=5", "=",
    " = ", "==", "!=", "<=", ">", "+", "-", "*", "/", "(", ")", "{", "}", "{\n", "\n}", "\"", "\\",
    "\\\n", "\\n", "\\u{", "\\u{110000}", "\\u{d800}", "$", "$x", ".", "..", "1..", "..5", "5..1",
    ",", ",\n", ";", "#", "# ", "#' ", "#= ", "#= 1 ", "#@ 1 ", "#> 1 0 ", "#>> ", "#! 1 ", "#~ ",
    "#f 1 ", "#: ", "#!reverie journal 1\n", "~", "~time=", "./", "~/", "../", "/a", "rel=", "[",
    "]", "[[", "\n", "\r\n", "\r", "\t", " ", "  ", "\u{0}", "\u{7f}", "\u{85}", "\u{a0}",
    "\u{301}", "\u{200d}", "\u{202e}", "\u{2028}", "\u{feff}", "\u{fffd}", "学", "é", "e\u{301}",
    "🙂", "👩‍👩‍👧", "🇩🇪", "“", "－", "×", "\u{10ffff}", "\u{1f3fd}", "ﬃ", "ß", "İ",
  ]

  /// No UTF-8: a lone continuation, an overlong form, half a surrogate, a scalar cut off.
  private static let bytes: [[UInt8]] = [
    [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x9F], [0xFF], [0xFE, 0xFF],
    [0xF4, 0x90, 0x80, 0x80],
  ]

  /// Numbers at the edges of what integers, doubles and readers hold.
  static let numbers: [[UInt8]] = [
    "0", "-0", "1", "-1", "00", "01", "64", "65", "255", "256", "512", "4096", "1000000", "1000001",
    "2147483647", "2147483648", "4294967296", "100000000", "100000001", "9007199254740993",
    "4611686018427387904", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
    "18446744073709551615", "18446744073709551616", "99999999999999999999999", "0.1", "1e-3", "1e5",
    "1e308", "1e309", "1e99999", "-1e400", "5e-324", "1e-400", "0x10", "1_000", "nan", "inf",
    "-inf", "1.", ".5", "1e", "1e+", "1..2", "0..9223372036854775807", "1.5.2", "٣",
  ].map { Array($0.utf8) }
}
