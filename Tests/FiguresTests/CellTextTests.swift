import Testing

@testable import Figures

struct CellTextTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("…", 1),
    ("한", 2),
    ("✓", 1), ("❤️", 2),
  ])
  func `wide characters take two cells`(text: String, width: Int) {
    #expect(CellText.width(text) == width)
  }

  @Test func `control characters become spaces`() {
    #expect(CellText.clean("a\tb\u{1B}[0m\u{7}\r\nc\u{202E}d") == "a b [0m  c d")
  }

  @Test func `accents are dropped and unknown characters marked in ASCII`() {
    #expect(CellText.ascii("Größe – 漢 “x” é\n") == "Gro?e - ? \"x\" e ")
  }

  @Test(arguments: [(6, "abcdef"), (5, "abcd…"), (1, "…"), (0, "")])
  func `long text is cut with a mark`(width: Int, text: String) {
    #expect(CellText.clipped("abcdef", to: width, mark: "…") == text)
  }

  @Test(arguments: [
    ("a replay-source of images", ["a replay-", "source of", "images"]),
    ("see /tmp/a-b/c-d.txt now", ["see", "/tmp/a-b/c", "-d.txt now"]),
    ("see /a-b/c-d now", ["see", "/a-b/c-d", "now"]),
  ])
  func `words are parted at hyphens, paths are not`(text: String, lines: [String]) {
    #expect(CellText.wrapped(text, to: 10) == lines)
  }

  @Test func `a wide character is not cut in half`() {
    #expect(CellText.clipped("漢字漢", to: 4, mark: "~") == "漢~")
  }

  @Test func `text lines are wrapped and kept apart`() {
    let text = Figure.text("one\n\nthree four")
    #expect(text.lines(TextStyle(columns: 6)) == ["one", "", "three", "four"])
  }

  @Test(arguments: [
    ("  an indent stays", 8, ["  an", "  indent", "  stays"]),
    ("abcdefgh", 3, ["abc", "def", "gh"]),
    ("漢字 漢", 4, ["漢字", "漢"]), ("漢", 1, ["漢"]), ("", 3, [""]), ("a  b", 2, ["a", "b"]),
    ("generative-replay x", 11, ["generative-", "replay x"]), ("1e-3 a", 4, ["1e-3", "a"]),
  ])
  func `wrapping loses no word`(text: String, width: Int, lines: [String]) {
    #expect(CellText.wrapped(text, to: width) == lines)
  }
}
