import Figures
import Testing

@testable import Workbench

/// What is shown about the word at a cursor, and about what a session did lately.
@Suite struct InspectionTests {
  private func shown(_ desk: Desk, _ text: String) -> String? {
    let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    let figures = Inspection.figures(
      desk.workspace, text: parts.joined(), cursor: parts[0].unicodeScalars.count)
    return figures?.flatMap { $0.lines(TextStyle()) }.joined(separator: "\n")
  }

  @Test func `the word at the cursor is explained`() throws {
    let desk = try Desk()
    try desk.type(Lines.data, "let n = 3")
    #expect(shown(desk, "tra|in l on d")?.hasPrefix("train: train a learner") == true)
    #expect(shown(desk, "data e = digits|")?.contains("data NAME = digits") == true)
    #expect(shown(desk, "let a = 1\ntrain l on d epo|chs=2")?.hasPrefix("train epochs=: ") == true)
    #expect(shown(desk, "show $n|")?.contains("$n = 3") == true)
    #expect(shown(desk, "show d|.1")?.contains("train") == true)
    // Among arguments, the command.
    #expect(shown(desk, "train nobody| on d")?.hasPrefix("train: ") == true)
    for text in ["|", "nonsense|", "note \"tr|ain\"", "# tra|in"] {
      #expect(shown(desk, text)?.contains("train: train") != true, "\(text)")
    }
  }

  @Test func `journal shows the newest results as they are recorded`() throws {
    let desk = try Desk(journal: "a.journal")
    try desk.type(Lines.data, Lines.model, "learner l = finetune model=net", "train l on d steps=2")
    #expect(desk.failure(of: "train l on d") != nil)
    func journal(_ line: String) throws -> [Figure] {
      try desk.type(line)
      let looks = desk.events.compactMap { event in
        if case .look(let figures) = event { figures } else { nil }
      }
      guard case .done(let seconds)? = desk.events.last else { return [] }
      #expect(seconds >= 0)
      return looks.last ?? []
    }
    let figures = try journal("journal last=2")
    let words = figures.flatMap { $0.lines(TextStyle(columns: 1000)) }.joined(separator: "\n")
    #expect(words.contains("a.journal") && words.contains("[4] train l on d steps=2"), "\(words)")
    #expect(words.contains("[5] train l on d\n  failed: l has already learned d"), "\(words)")
    #expect(!words.contains("[2] model") && figures.contains { $0.kind == .heatmap })
    #expect(try journal("journal last=0").count == 1)
  }
}
