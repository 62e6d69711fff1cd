import Foundation
import Language
import Testing

@testable import Journal
@testable import Workbench

/// The lessons that come with the program, with few images and steps.
@Suite struct ShippedLessonTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sessions/lessons")
    .path

  static let names = LessonShelf(folders: [folder], state: nil).names

  /// What is made shorter; a check of a result that needs the training is left open.
  private static func shortened(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return lines.map(shortened(line:)).joined(separator: "\n")
  }

  private static func shortened(line: String) -> String {
    if line.hasPrefix("expect ") { return line.contains("drift") ? line : "expect 1 > 0" }
    guard !line.hasPrefix("#") else { return line }
    var line = line.replacing(" limit=200", with: "").replacing(
      "= digits", with: "= digits limit=8")
    for (option, value) in [
      ("epochs", 1), ("closing", 0), ("steps", 1), ("hidden", 8), ("width", 2), ("features", 2),
    ] {
      guard let pattern = try? Regex(option + "=[0-9]+") else { continue }
      line = line.replacing(pattern, with: "\(option)=\(value)")
    }
    return line
  }

  @Test func `there are eight lessons, in the order of their titles`() {
    let all = LessonShelf(folders: [Self.folder], state: nil).all()
    #expect(
      all.map(\.name) == [
        "forgetting", "scenarios", "bounds", "memory", "replay", "copies", "masks", "features",
      ])
  }

  @Test(arguments: names)
  func `a lesson is checked, gone through by skipping, and verifies`(name: String) throws {
    let path = Self.folder + "/\(name).session"
    let lesson = try Lesson(file: path)
    #expect(lesson.steps.count >= 3)
    for case .task(let task) in lesson.items { #expect(!task.hints.isEmpty, "\(task.text)") }
    try Desk().type("check \"\(path)\"")

    let desk = try Desk(journal: "s.journal")
    try desk.write(Self.shortened(lesson.text), to: "\(name).session")
    desk.interpreter.shelf = LessonShelf(folders: [desk.folder], state: nil)
    try desk.type("lesson \(name)")
    var turns = 0
    while let guide = desk.interpreter.guide, turns < 40 {
      try desk.type(guide.isPaused ? "next" : "skip")
      turns += 1
    }
    #expect(desk.interpreter.guide == nil)
    desk.session.close(status: "ok")
    let document = try JournalDocument(file: desk.path("s.journal"))
    #expect(document.attempts.isEmpty && JournalReview(document).trouble == nil)
    let verification = try Desk().verification(of: document, exact: true)
    #expect(verification.differences.isEmpty && verification.digests > 0)
  }
}
