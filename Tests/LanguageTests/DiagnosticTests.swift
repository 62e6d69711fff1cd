import Testing
import Text

@testable import Language

struct DiagnosticTests {
  @Test func `the caret is under the word, followed by the suggestion`() throws {
    let source = "quit\ntrain d on mnist.1 epoch=3"
    let found = try #require(Samples.diagnostic(of: source, lenient: false))
    #expect(
      found.rendered(source: source, label: "prompt") == """
        error: train has no option 'epoch'
          prompt:2:20
            train d on mnist.1 epoch=3
                               ^^^^^ did you mean 'epochs'?
        """)
    #expect(
      found.oneLine(source: source, label: "a.session")
        == "a.session:2:20: error: train has no option 'epoch'; did you mean 'epochs'?")
  }

  @Test(arguments: [20, 40, 66, 67, 78])
  func `no line but the message is wider than the terminal`(cells: Int) throws {
    let source = "data d = digits split=5 scenario=class order=1 validation=0.1 limmit=60"
    let found = Diagnostic("odd", at: Span(lower: 62, upper: 68), suggestion: "mean 'limit'?")
    let lines = found.rendered(source: source, label: "p", cells: cells).split(separator: "\n")
    #expect(lines.count == 5 && lines[4] == "    mean 'limit'?")
    #expect(lines.dropFirst().allSatisfy { $0.count <= cells })
    let start = try #require(lines[2].range(of: "limmit"))
    #expect(lines[3].prefix { $0 == " " }.count == lines[2][..<start.lowerBound].count)
    #expect(lines[3].hasSuffix(" ^^^^^^"))
  }

  @Test func `wide characters take two cells and marks none`() {
    let source = "train 学习 on e\u{301}t x"
    let found = Diagnostic("odd", at: Span(lower: 6, upper: 8))
    #expect(
      found.rendered(source: source, label: "p").hasSuffix(
        "    ^^^^".replacing("    ", with: "          ")))
    let behind = Diagnostic("odd", at: Span(lower: 16, upper: 17))
    #expect(behind.position(in: source) == .init(line: 1, column: 16))
    #expect(
      behind.rendered(source: source, label: "p").hasSuffix(
        "\n" + String(repeating: " ", count: 4 + 17) + "^"))
  }

  @Test func `an empty span at the end gets one caret`() {
    let found = Diagnostic("more", at: Span(lower: 4, upper: 4))
    #expect(
      found.rendered(source: "let\t\nquit", label: "p")
        == "error: more\n  p:1:5\n    let \n        ^")
    #expect(found.oneLine(source: "let x", label: "p") == "p:1:5: error: more")
  }

  @Test func `a span over lines is marked in its first`() {
    let found = Diagnostic("open", at: Span(lower: 5, upper: 100))
    #expect(
      found.rendered(source: "note \"ab\r\nquit", label: "p")
        == "error: open\n  p:1:6\n    note \"ab\n         ^^^")
  }

  @Test func `spans outside the source do not trap`() {
    for span in [(-5, -3), (900, 901), (3, 1), (Int.min, Int.max)] {
      let found = Diagnostic("x", at: Span(lower: span.0, upper: span.1))
      #expect(!found.rendered(source: "a\nbc", label: "p").isEmpty)
      #expect(!found.rendered(source: "", label: "p").isEmpty)
    }
  }

  @Test(arguments: [0, 10, 100, 250, 296])
  func `long lines are cut around the caret`(place: Int) throws {
    let source =
      String(repeating: "x", count: place) + "bad" + String(repeating: "学", count: 300 - place)
    let found = Diagnostic("long", at: Span(lower: place, upper: place + 3), suggestion: nil)
    let lines = found.rendered(source: source, label: "p").split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 4)
    let shown = lines[2].unicodeScalars.dropFirst(4)
    #expect(shown.reduce(0) { $0 + CellWidth.of($1) } <= 76)
    let before = lines[3].prefix { $0 == " " }.count - 4
    #expect(lines[3].hasSuffix("^^^"))
    #expect(shown.dropFirst(before).prefix(3).elementsEqual("bad".unicodeScalars))
    #expect((shown.last == "…") == (place < 296))
  }

  @Test(arguments: [0, 5000, 9999])
  func `marks without width do not make the excerpt long`(place: Int) {
    let source = String(repeating: "\u{301}", count: 10_000)
    let found = Diagnostic("wrong", at: Span(lower: place, upper: place + 1))
    #expect(found.rendered(source: source, label: "p").utf8.count < 2000)
  }

  @Test func `control characters do not reach the terminal`() {
    let found = Diagnostic("odd", at: Span(lower: 0, upper: 1))
    #expect(found.rendered(source: "\u{1b}[31m", label: "p").hasSuffix("    ?[31m\n    ^"))
  }
}
