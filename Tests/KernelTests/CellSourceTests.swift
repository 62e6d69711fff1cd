import Testing

@testable import Kernel

/// What a cell's text means.
@Suite struct CellSourceTests {
  @Test(arguments: [
    (
      "# Parameters\nepochs = 5\nname = \"a $b\"\nsizes = [1, 2]",
      "# Parameters\nparam epochs = 5\nparam name = \"a \\$b\"\nparam sizes = 1, 2"
    ),
    ("let a = 1\nb = 2", "let a = 1\nb = 2"),
    ("[3] > list\n  nothing\n[4] > let a = 1", "list\nlet a = 1"),
  ])
  func `papermill's parameters and pasted lines become statements`(code: String, text: String) {
    #expect(CellSource.statements(of: code).split(separator: "\n") == text.split(separator: "\n"))
  }

  @Test(arguments: [
    ("?train", true), ("train?", true), ("train --help", true), ("?", true), ("help train", false),
    ("train l on d", false), ("?train\nlist", false), ("", false),
  ])
  func `questions are distinguished from commands`(code: String, isQuestion: Bool) {
    #expect(CellSource.isQuestion(code) == isQuestion)
  }
}
