import Testing
import Text

struct MarkdownTextTests {
  @Test(arguments: [
    ("plain words, 0.5 (a-b)", "plain words, 0.5 (a-b)"), ("<img src=x>", #"&lt;img src=x&gt;"#),
    ("\\`<b>`", #"\\\`&lt;b&gt;\`"#), ("[a](javascript:b)", #"\[a\](javascript:b)"#),
    ("| a\nb |", #"\| a b \|"#), ("# a", "\\# a"), ("- a", #"\- a"#), ("+ a", #"\+ a"#),
    ("-0.5", "-0.5"), ("--", #"\--"#), ("0.25", "0.25"),
    ("1. a", #"1\. a"#), ("12) a", #"12\) a"#), ("    code", "code"), ("&lt;", "&amp;lt;"),
    ("$x$", #"\$x\$"#),
  ])
  func `text means nothing to CommonMark`(text: String, escaped: String) {
    #expect(MarkdownText.escaped(text) == escaped)
  }

  @Test func `fences are longer than those inside`() {
    #expect(MarkdownText.fenced("a\n````\nb", language: "sh") == "`````sh\na\n````\nb\n`````")
    #expect(MarkdownText.fenced("a") == "```\na\n```")
  }

  @Test func `code spans end where they should`() {
    #expect(MarkdownText.code("a`b``c\nd") == "```a`b``c\u{FFFD}d```")
    #expect(MarkdownText.code("`a") == "`` `a ``" && MarkdownText.code("a") == "`a`")
  }
}
