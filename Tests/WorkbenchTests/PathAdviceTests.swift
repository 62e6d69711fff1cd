import Foundation
import Testing

@testable import Workbench

/// What Tab makes of a path that is being typed.
struct PathAdviceTests {
  private let desk: Desk

  init() throws {
    desk = try Desk()
    for folder in ["plain/deep", "odd"] {
      try FileManager.default.createDirectory(
        atPath: desk.path(folder), withIntermediateDirectories: true)
    }
    for name in ["plain/one", "plain/oh", "odd/my file", "odd/a\u{1b}\"\n\\"] {
      try desk.write("", to: name)
    }
  }

  private func advice(_ typed: String) -> Completions {
    Completions(desk.workspace, text: "run " + typed, cursor: 4 + typed.unicodeScalars.count)
  }

  /// The line after Tab, or the candidates.
  private func completed(_ typed: String) -> [String] {
    let advice = advice(typed)
    let kept = String(("run " + typed).unicodeScalars.prefix(advice.replaceFrom))
    return advice.words.map { kept + $0.text + $0.ending }
  }

  @Test func `a file name closes its quotes and a folder name leaves them open`() {
    let folder = desk.folder
    #expect(completed("\"\(folder)/plain/on") == ["run \"\(folder)/plain/one\""])
    #expect(completed("\"\(folder)/pl") == ["run \"\(folder)/plain/"])
    #expect(completed("\(folder)/plain/on") == ["run \(folder)/plain/one "])
    #expect(completed("\(folder)/pl") == ["run \(folder)/plain/"])
    #expect(completed("\(folder)/plain/o").count == 2)
  }

  @Test func `a name that needs quotes gets them`() {
    let folder = desk.folder
    #expect(completed("\(folder)/odd/my") == ["run \"\(folder)/odd/my file\""])
    #expect(completed("\"\(folder)/odd/my f") == ["run \"\(folder)/odd/my file\""])
    let odd = ["run \"\(folder)/odd/a\\u{1b}\\\"\\n\\\\\"", "run \"\(folder)/odd/my file\""]
    #expect(completed("\(folder)/odd/") == odd)
    #expect(completed("\"\(folder)/odd/a\\u{1b}") == [odd[0]])
    #expect(Completions.hint(desk.workspace, after: "run \(folder)/odd/my") == nil)
  }

  @Test(arguments: [
    ("note \"half\n", "\" ends the text; Ctrl-C cancels"),
    ("for s in 1..2 {\n  ", "} ends the block; Ctrl-C cancels"), ("list\n", nil),
    ("data d = \\\n", nil),
  ])
  func `an empty line says how to end what is open`(text: String, hint: String?) {
    #expect(Completions.hint(desk.workspace, after: text) == hint)
  }

  @Test func `every way to continue reads the file`() throws {
    for typed in ["", "\""] {
      for folder in ["plain", "odd"] {
        for line in completed(typed + desk.path(folder) + "/") where !line.hasSuffix("/") {
          #expect(desk.failure(of: line) == nil, "\(line)")
        }
      }
    }
  }
}
