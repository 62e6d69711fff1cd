import TestSupport
import Testing

@testable import Terminal

/// What a terminal shows of an edited line.
@Suite struct LineDisplayTests {
  init() { Screen.setUpLocale() }

  private func content(_ text: String, cursor: Int? = nil, hint: String = "")
    -> LineDisplay.Content
  {
    var content = LineDisplay.Content(
      prompt: PromptText("[1] > "), continuation: "...   ", buffer: EditBuffer(text, cursor: cursor)
    )
    content.hint = hint
    return content
  }

  @Test func `every change leaves the terminal as if it were drawn at once`() {
    let texts = [
      "a", "ab", "0123456789", "01234567890123", "01234567890123x", "{\n  b\n}", "{\n}", "数数数数数数数数",
      "{\n0123456789012345678901234567890\n", "",
    ]
    var (display, screen) = (LineDisplay(), VisibleScreen(columns: 20, rows: 8))
    for text in texts {
      for cursor in [0, text.unicodeScalars.count / 2, text.unicodeScalars.count] {
        screen.feed(display.draw(content(text, cursor: cursor), columns: 20, rows: 8))
        var (fresh, other) = (LineDisplay(), VisibleScreen(columns: 20, rows: 8))
        other.feed(fresh.draw(content(text, cursor: cursor), columns: 20, rows: 8))
        #expect(screen.text == other.text, "\(text)")
        #expect((screen.row, screen.column) == (other.row, other.column), "\(text) \(cursor)")
      }
    }
  }

  @Test(arguments: 0..<30) func `any edits leave the cursor where the layout has it`(seed: UInt64) {
    var random = Seeded(seed: seed)
    var (display, screen) = (LineDisplay(), VisibleScreen(columns: 17, rows: 6))
    for _ in 0..<40 {
      let letters = (0..<Int.random(in: 0...90, using: &random)).map { _ in
        ["a", "数", "b", " ", "\n"].randomElement(using: &random) ?? "a"
      }
      let text = letters.joined()
      let cursor = Int.random(in: 0...letters.count, using: &random)
      let content = content(text, cursor: cursor)
      screen.feed(display.draw(content, columns: 17, rows: 6))
      let layout = content.layout(columns: 17)
      #expect(screen.column == layout.cursor.column)
      #expect(layout.end.row >= 6 || screen.row <= 5)
      if cursor < letters.count, letters[cursor] != "\n", letters[cursor] != " " {
        #expect(screen.character(at: screen.row, screen.column) == letters[cursor])
      }
    }
  }

  @Test func `of a tall text the rows around the cursor are shown`() {
    var (display, screen) = (LineDisplay(), VisibleScreen(columns: 20, rows: 3))
    let lines = (1...9).map { "line \($0)" }.joined(separator: "\n")
    screen.feed(display.draw(content(lines), columns: 20, rows: 3))
    #expect(screen.text == "...   line 7\n...   line 8\n...   line 9")
    screen.feed(display.draw(content(lines, cursor: 0), columns: 20, rows: 3))
    #expect(screen.text == "[1] > line 1\n...   line 2\n...   line 3")
    screen.feed(display.draw(content(lines, cursor: 40), columns: 20, rows: 3))
    #expect(screen.text.contains("line 6") && screen.row == 2)
    var all = VisibleScreen(columns: 20, rows: 20)
    all.feed(display.finish(content(lines), columns: 20))
    #expect(all.text.hasPrefix("[1] > line 1\n") && all.text.hasSuffix("...   line 9"))
  }

  @Test func `a hint is cut at the edge and goes with the line`() {
    var (display, screen) = (LineDisplay(), VisibleScreen(columns: 14, rows: 3))
    screen.feed(display.draw(content("tr", hint: "ain LEARNER"), columns: 14, rows: 3))
    #expect(screen.text == "[1] > train …" && screen.column == 8)
    screen.feed(display.finish(content("tr", hint: "ain"), columns: 14))
    #expect(screen.text == "[1] > tr")
  }
}
