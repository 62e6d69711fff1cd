import Testing
import Text

struct SafeTextTests {
  @Test(arguments: [
    "\u{0}", "\t", "\n", "\r", "\u{1B}", "\u{7F}", "\u{80}", "\u{9B}", "\u{AD}", "\u{34F}",
    "\u{61C}", "\u{115F}", "\u{180E}", "\u{200B}", "\u{200E}", "\u{2028}", "\u{2029}", "\u{202E}",
    "\u{2060}", "\u{2066}", "\u{3164}", "\u{FEFF}", "\u{FFF9}", "\u{FFFE}", "\u{E0001}",
    "\u{E0041}", "\u{E0100}", "\u{10FFFF}",
  ])
  func `characters that a terminal interprets or does not show are hidden`(text: String) {
    for scalar in text.unicodeScalars { #expect(SafeText.isHidden(scalar)) }
    #expect(!SafeText.isSafe("a" + text + "b"))
    #expect(SafeText.line("a" + text + "b", mark: "?") == "a?b")
  }

  @Test(arguments: [
    "plain", "Größe", "e\u{301}", "漢字", "👩‍👩‍👧", "🇩🇪", "❤️", "می\u{200C}خواهم", "क\u{94D}\u{200D}ष",
    "\u{E0B0}", "1\u{FE0F}",
  ])
  func `text of all scripts and emoji stays as it is`(text: String) {
    #expect(SafeText.isSafe(text))
    #expect(SafeText.line(text) == text)
    #expect(SafeText.block(text) == text)
  }

  @Test(arguments: ["a\u{200D}b", "a\u{200C}b", "👩\u{200D}b", "a\u{FE0F}", "👩\u{200D}"])
  func `joiners in words of Latin letters are hidden`(text: String) {
    #expect(!SafeText.isSafe(text))
  }

  @Test func `a mark without a letter does not join what is written before it`() {
    #expect(SafeText.line("\u{301}a") == " a")
    #expect(SafeText.line("\u{1B}\u{301}a") == "  a")
  }

  @Test func `line ends of every kind become line feeds`() {
    let text = "a\r\nb\rc\u{2028}d\u{2029}e\u{85}f\n\tg\u{1B}\u{9B}\n\r\n"
    #expect(SafeText.block(text) == "a\nb\nc\nd\ne\nf\n\tg\u{241B}\u{FFFD}\n\n")
  }
}
