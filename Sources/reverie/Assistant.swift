import Foundation
import Host
import Language
import Terminal
import Workbench

/// What the line editor asks about the language.
struct Assistant: LineEditorDelegate {
  let workspace: Workspace
  let lessons: LessonShelf

  func complete(_ text: String, cursor: Int) -> (replaceFrom: Int, candidates: [Completion]) {
    let advice = Completions(workspace, text: text, cursor: cursor, lessons: lessons)
    let candidates = advice.words.map {
      Completion($0.text, ending: $0.ending, summary: $0.summary)
    }
    return (advice.replaceFrom, candidates)
  }

  func isComplete(_ text: String) -> Bool { Parser.isComplete(text) }

  func hint(for text: String) -> String? { Completions.hint(workspace, after: text) }

  func pasted(_ text: String) -> String { PastedSession.commands(in: text) }

  func highlight(_ text: String) -> [(range: Range<Int>, colour: Colour)] {
    Highlighter.tokens(in: text).compactMap { token in
      let colour: Colour? =
        switch token.kind {
        case .keyword, .kind: .magenta
        case .verb: .blue
        case .option: .cyan
        case .number: .yellow
        case .text: .green
        case .variable: .yellow
        case .comment: .grey
        case .error: .red
        default: nil
        }
      return colour.map { (token.span.lower..<token.span.upper, $0) }
    }
  }
}
