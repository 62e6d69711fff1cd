import Testing

@testable import Language

struct HighlighterTests {
  /// The stretches that are not blank, as `kind:text`.
  private func kinds(_ source: String) -> [String] {
    let scalars = Array(source.unicodeScalars)
    return Highlighter.tokens(in: source).filter { $0.kind != .blank }.map { token in
      let text = String(String.UnicodeScalarView(scalars[token.span.lower..<token.span.upper]))
      return "\(token.kind):\(text)"
    }
  }

  @Test(arguments: [
    ("data d = mnist split=5 # x", "kind:d,name:d,sign:=,verb:m,option:s,number:5,comment:#"),
    ("train a.b on on with=on", "verb:t,name:a,keyword:o,name:o,option:w,name:o"),
    ("let x = $y", "keyword:l,name:x,sign:=,variable:$"),
    ("let on = a", "keyword:l,keyword:o,sign:=,name:a"),
    (
      "for s in 1..5 { quit }",
      "keyword:f,name:s,keyword:i,number:1,sign:.,number:5,sign:{,verb:q,sign:}"
    ),
    ("expect a > -1", "keyword:e,name:a,sign:>,sign:-,number:1"),
    ("note \"a b\" ./x", "verb:n,text:\",text:."),
    ("note \"a", "verb:n,text:\""),
    ("note \"\\q\" 1x 🙂", "verb:n,error:\",error:1,error:🙂"),
    ("show a,\n\n b\nquit", "verb:s,name:a,sign:,,name:b,verb:q"),
    ("quit;quit", "verb:q,sign:;,verb:q"),
    ("a.b", "error:a"), ("quit \\", "verb:q,sign:\\"), ("# a", "comment:#"),
    ("?x", "sign:?,name:x"),
  ])
  func `each word has its kind`(source: String, expected: String) {
    let found = kinds(source).map { entry in
      let parts = entry.split(separator: ":", maxSplits: 1)
      return "\(parts[0]):\(parts[1].prefix(1))"
    }
    #expect(found.joined(separator: ",") == expected)
  }

  @Test(arguments: [
    "", " ", "\n\n", "data d = mnist split=5 # x\n", "note \"a\nb", "a \\\n b", "# a\n# b",
    "\0\u{301}",
    "repeat 2 {\n  quit # a\n}\n", "x 1e999 $ \\ ?",
  ])
  func `the stretches cover the text once`(source: String) {
    var end = 0
    for token in Highlighter.tokens(in: source) {
      #expect(token.span.lower == end)
      #expect(token.span.upper > token.span.lower)
      end = token.span.upper
    }
    #expect(end == source.unicodeScalars.count)
  }
}
