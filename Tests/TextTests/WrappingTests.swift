import Testing
import Text

struct WrappingTests {
  @Test(arguments: [
    ("a replay-source of images", ["a replay-", "source of", "images"]),
    ("see /tmp/a-b/c-d.txt now", ["see", "/tmp/a-b/c", "-d.txt now"]),
    ("see /a-b/c-d now", ["see", "/a-b/c-d", "now"]),
  ])
  func `words are parted at hyphens, paths are not`(text: String, lines: [String]) {
    #expect(Wrapping.lines(text, to: 10) == lines)
  }

  @Test(arguments: [
    ("  an indent stays", 8, ["  an", "  indent", "  stays"]),
    ("abcdefgh", 3, ["abc", "def", "gh"]),
    ("漢字 漢", 4, ["漢字", "漢"]), ("漢", 1, ["漢"]), ("", 3, [""]), ("a  b", 2, ["a", "b"]),
    ("generative-replay x", 11, ["generative-", "replay x"]), ("1e-3 a", 4, ["1e-3", "a"]),
  ])
  func `wrapping loses no word`(text: String, width: Int, lines: [String]) {
    #expect(Wrapping.lines(text, to: width) == lines)
  }

  @Test func `paragraphs that were broken before are broken once`() {
    let text =
      "one two three\nfour five\n\n- six\n  seven\n- eight\n    code  here\n\n    keep\n    this"
    #expect(
      Wrapping.reflowed(text, to: 14) == [
        "one two three", "four five", "", "- six seven", "- eight code", "here", "", "    keep",
        "    this",
      ])
    #expect(Wrapping.reflowed("one two three\nfour", to: 80) == ["one two three four"])
  }

  @Test(arguments: ["# title\ntext", "```\na\nb\n```", "| a |\n| b |"])
  func `headings, code and tables keep their lines`(text: String) {
    #expect(Wrapping.reflowed(text, to: 80).joined(separator: "\n") == text)
  }
}
