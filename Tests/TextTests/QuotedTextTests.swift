import Foundation
import Testing
import Text

struct QuotedTextTests {
  @Test(arguments: [
    ("plain", #""plain""#), ("a \"b\" \\", #""a \"b\" \\""#), ("a\nb\tc", #""a\nb\tc""#),
    ("\u{1B}[2K", #""\u{1b}[2K""#), ("\u{61C}\u{AD}\u{E0041}", #""\u{61c}\u{ad}\u{e0041}""#),
    ("e\u{301}", "\"e\u{301}\""), ("👩‍👩‍👧", "\"👩‍👩‍👧\""),
  ])
  func `text literals of sessions hide nothing`(text: String, literal: String) {
    #expect(QuotedText.session(text) == literal)
  }

  @Test(arguments: [
    "plain", "a \"b\" \\ /", "a\nb\tc\r", "\u{0}\u{1B}[2K\u{7F}\u{9B}", "\u{61C}\u{AD}\u{E0041}",
    "e\u{301}", "\u{301}", "👩‍👩‍👧", "\u{2028}</script>",
  ])
  func `JSON strings are safe and read back`(text: String) throws {
    let literal = QuotedText.json(text)
    #expect(SafeText.mapped(literal, keepsMarks: true) { _ in "!" } == literal)
    let read = try JSONDecoder().decode(String.self, from: Data(literal.utf8))
    #expect(Array(read.unicodeScalars) == Array(text.unicodeScalars))
  }
}
