import Testing
import Text

struct MarkupTests {
  @Test(arguments: [
    ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;"), ("<\u{301}img", "&lt;\u{301}img"),
    ("\u{1B}[31m\u{202E}\u{0}", "\u{241B}[31m\u{FFFD}\u{2400}"), ("a\r\nb", "a\nb"),
  ])
  func `nothing in a text is a tag, an entity or hidden`(text: String, escaped: String) {
    #expect(Markup.escaped(text) == escaped)
  }
}
