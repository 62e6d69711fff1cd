import TestSupport
import Testing

@testable import Terminal

struct LayoutTests {
  init() { Screen.setUpLocale() }

  private func layout(_ text: String, cursor: Int, indent: Int, columns: Int) -> CellLayout {
    CellLayout(EditBuffer(text, cursor: cursor), indent: indent, columns: columns)
  }

  @Test func `wide characters take two cells and do not straddle the edge`() {
    let wide = layout("数据x", cursor: 2, indent: 3, columns: 6)
    #expect(wide.places == [.init(row: 0, column: 3), .init(row: 1), .init(row: 1, column: 2)])
    #expect(wide.cursor == .init(row: 1, column: 2))
    #expect(wide.end == .init(row: 1, column: 3))
  }

  @Test func `a full row ends at the start of the next one`() {
    let full = layout("abcd", cursor: 4, indent: 2, columns: 6)
    #expect(full.end == .init(row: 1))
    #expect(full.cursor == full.end)
  }

  @Test func `line breaks, accents and control characters have their cells`() {
    let mixed = layout("e\u{301}\n\u{1}a", cursor: 3, indent: 2, columns: 20)
    #expect(mixed.places.map(\.column) == [2, 3, 3, 2, 4])
    #expect(mixed.cursor == .init(row: 1, column: 2))
  }

  @Test func `no width of the screen is too small`() {
    for columns in 0..<4 {
      #expect(layout("数a数", cursor: 1, indent: 30, columns: columns).places.count == 3)
    }
  }

  @Test(arguments: [
    ("\u{1}", "^A", 2), ("\u{7f}", "^?", 2), ("\u{9b}", "\u{fffd}", 1), ("\u{202e}", "\u{fffd}", 1),
    ("数", "数", 2), ("\u{301}", "\u{301}", 0), ("\u{200d}", "\u{200d}", 0),
  ])
  func `no scalar steers the terminal`(scalar: Unicode.Scalar, shown: String, width: Int) {
    #expect(Cells.shown(scalar) == shown)
    #expect(Cells.width(of: scalar) == width)
  }

  @Test(arguments: [("数据集", 5, "数据…"), ("数据集", 4, "数…"), ("ab", 2, "ab"), ("abc", 0, "")])
  func `text is cut to whole characters`(text: String, width: Int, expected: String) {
    #expect(Cells.cut(text, to: width) == expected)
  }

  @Test func `prompts are measured without their colours`() {
    let prompt = PromptText("\u{1b}[32m[数]\u{1b}[0m > \u{1b}[0m")
    #expect(prompt.width == 7)
    #expect(prompt.text == "\u{1b}[32m[数]\u{1b}[0m > \u{1b}[0m")
    #expect(PromptText("a\nb\u{1}").width == 2)
    #expect(PromptText("\u{1b}[32m").width == 0)
  }

  @Test func `candidates with summaries stand one in a row when they fit`() {
    let candidates = [Completion("a", summary: "first"), Completion("数", summary: "second one")]
    #expect(
      CompletionList.rows(candidates, columns: 40, rows: 5) == ["a   first", "数  second one"])
    #expect(CompletionList.rows(candidates, columns: 16, rows: 5) == ["a   数"])
  }

  @Test func `columns are filled from the top and long lists are cut`() {
    let names = (1...9).map { Completion("n\($0)") }
    #expect(
      CompletionList.rows(names, columns: 13, rows: 9) == [
        "n1  n4  n7", "n2  n5  n8", "n3  n6  n9",
      ])
    #expect(CompletionList.rows(names, columns: 13, rows: 2) == ["n1  n2  n3", "and 6 more"])
  }

  @Test(arguments: 0..<40) func `no list is wider or longer than allowed`(seed: UInt64) {
    var random = Seeded(seed: seed)
    let candidates = (0..<Int.random(in: 1...60, using: &random)).map { _ in
      let name = (0..<Int.random(in: 1...30, using: &random)).map { _ in
        "数a".randomElement(using: &random) ?? "a"
      }
      return Completion(String(name), summary: Bool.random(using: &random) ? "about 数据" : "")
    }
    let (columns, rows) = (
      Int.random(in: 8...90, using: &random), Int.random(in: 2...20, using: &random)
    )
    let lines = CompletionList.rows(candidates, columns: columns, rows: rows)
    #expect(lines.count <= rows)
    for line in lines { #expect(Cells.width(of: line) < max(columns, 14)) }
  }

  @Test func `the common start is that of all`() {
    #expect(CompletionList.commonPrefix(["数据", "数字"]) == "数")
    #expect(CompletionList.commonPrefix(["a", "b"]) == "")
    #expect(CompletionList.commonPrefix([]) == "")
  }
}
