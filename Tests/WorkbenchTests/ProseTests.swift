import Testing

@testable import Journal
@testable import Reports
@testable import Workbench

@Suite struct ProseTests {
  @Test(
    arguments: [
      ("one\ntwo", "<p>one\ntwo</p>"), ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
      ("# A\ntext", "<h2>A</h2>\n<p>text</p>"), ("###### deep ##", "<h6>deep</h6>"),
      ("#no", "<p>#no</p>"), ("- a\n- b\n  more", "<ul><li>a</li><li>b\nmore</li></ul>"),
      ("text\n1. a\n2. b", "<p>text</p>\n<ol><li>a</li><li>b</li></ol>"),
      ("> a\n> b\n\nc", "<blockquote><p>a\nb</p></blockquote>\n<p>c</p>"),
      (
        "```swift\na < b\n\n# c\n```\nd",
        "<pre class=\"plain\"><code>a &lt; b\n\n# c</code></pre>\n<p>d</p>"
      ),
      ("```\nopen", "<pre class=\"plain\"><code>open</code></pre>"), ("", ""), ("  \n\t", ""),
    ])
  func `blocks are read as they are written`(markdown: String, html: String) {
    #expect(ProseHTML.text(markdown) == html)
  }

  @Test(
    arguments: [
      ("a *b* c", "a <em>b</em> c"), ("**b**", "<strong>b</strong>"), ("_b_", "<em>b</em>"),
      ("snake_case_name", "snake_case_name"), ("2 * 3 * 4", "2 * 3 * 4"), ("*open", "*open"),
      ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
      ("*a **b* c**", "*a <strong>b* c</strong>"),
      ("`a*b*`", "<code>a*b*</code>"), ("``a`b``", "<code>a`b</code>"), ("a`b", "a`b"),
      ("\\*a\\*", "*a*"), ("<b>&", "&lt;b&gt;&amp;"),
      ("[a](https://b.c/d)", "<a rel=\"noreferrer\" href=\"https://b.c/d\">a</a>"),
      ("[a](javascript:b)", "[a](javascript:b)"),
      ("[a](https://b\"c)", "[a](<a rel=\"noreferrer\" href=\"https://b\">https://b</a>&quot;c)"),
      ("see https://b.c.", "see <a rel=\"noreferrer\" href=\"https://b.c\">https://b.c</a>."),
    ])
  func `marks inside of a line are read, others are text`(markdown: String, html: String) {
    #expect(ProseHTML.inline(markdown) == html)
  }

  @Test(
    arguments: [
      ("*a* **b** `c` _d_", "*a* **b** `c` *d*"), ("a <b>", "a &lt;b&gt;"),
      ("# a <b>", "# a &lt;b&gt;"), ("- a\n- <b>", "- a\n- &lt;b&gt;"),
      ("3. a\n4. b", "1. a\n2. b"),
      ("> a", "> a"), ("```\n<d>\n```", "```\n<d>\n```"), ("```\n<d>", "```\n<d>\n```"),
      ("a\nb", "a b"), ("[a](javascript:b)", "\\[a\\](javascript:b)"),
      ("[a](https://b.c)", "[a](<https://b.c>)"), ("\\`<img src=x>`", "\\`&lt;img src=x&gt;\\`"),
      ("    ```\n<b>", "```\n<b>\n```"), ("``<b>`", "\\`\\`&lt;b&gt;\\`"), ("a | b", "a \\| b"),
    ])
  func `Markdown is rewritten from the parsed prose`(given: String, shown: String) {
    #expect(ProseMarkdown.text(given) == shown)
  }

  @Test func `a word of the shell is quoted if it must be`() {
    #expect(Report.word("a-b_c.d/e") == "a-b_c.d/e")
    #expect(Report.word("-rf") == "'-rf'" && Report.word("a b") == "'a b'")
    #expect(Report.word("it's $(x)") == "'it'\\''s $(x)'")
  }
}
