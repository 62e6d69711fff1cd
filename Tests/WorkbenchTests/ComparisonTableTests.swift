import Foundation
import Journal
import Language
import Testing

@testable import Workbench

/// Learners in one table with the protocol above it.
@Suite struct ComparisonTableTests {
  /// Two methods with three runs each, and a learner of other data.
  private func desk() throws -> Desk {
    let desk = try Desk()
    try desk.type(
      Lines.data, "data e = glyphs figures=4 split=4 size=8 train=8 test=4", Lines.model,
      """
      for s in 1..3 {
        learner a.$s = finetune model=net seed=$s
        train a.$s on d steps=8 batch=8
        learner all.$s = joint model=net seed=$s
        train all.$s on d steps=60 batch=16
      }
      """, "learner other = finetune model=net", "train other on e steps=1 batch=8")
    return desk
  }

  private func values(_ desk: Desk, _ line: String) throws -> [String: Double] {
    let before = desk.events.count
    try desk.type(line)
    var values: [String: Double] = [:]
    for case .end(_, let result) in desk.events[before...] {
      for value in result.outcome.values { values[value.name] = value.value.double ?? .nan }
    }
    return values
  }

  @Test func `runs of one method are averaged, with an interval that an accuracy can have`() throws
  {
    let desk = try desk()
    let values = try values(desk, "compare a,all on d to \"\(desk.path("t.csv"))\"")
    for name in ["a", "all"] {
      let runs = try (1...3).map { try #require(values["\(name).\($0).last"]) }
      let mean = try #require(values["\(name).last"])
      #expect(abs(mean - runs.reduce(0, +) / 3) < 1e-12)
      #expect(values["\(name).1.accuracy"] == values["\(name).1.last"])
      #expect(values["\(name).last_interval"] != nil)
    }
    let text = try desk.text(of: "t.csv")
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.first?.hasPrefix("# data: glyphs figures=4 split=2") == true)
    #expect(text.contains("# training: a steps=8 batch=8; all steps=60 batch=16\n"))
    #expect(text.contains("# a: finetune model=net (runs 1, 2, 3)\n"))
    let header = "learner,method,measure,mean,low,high,n,best"
    #expect(lines.contains(header))
    for line in lines.drop(while: { $0 != header }).dropFirst() where line.contains(",last,") {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      let (low, high) = (try #require(Double(cells[4])), try #require(Double(cells[5])))
      #expect(0 <= low && low <= high && high <= 1 && cells[6] == "3")
    }
    #expect(text.contains(",bytes,") && text.contains("all,joint,last,"))
  }

  @Test(arguments: ["md", "tex", "html"])
  func `a page has the protocol, the table and the rule for marks`(ending: String) throws {
    let desk = try desk()
    try desk.type("compare a,all to \"\(desk.path("t.\(ending)"))\" measures=learning")
    let text = try desk.text(of: "t.\(ending)")
    for words in ["glyphs figures=4 split=2", "Student", "bytes", "learning", "class-incremental"] {
      #expect(text.contains(words), "\(words)")
    }
  }

  @Test func `a file is written by the rules of save`() throws {
    let desk = try desk()
    let path = desk.path("t.md")
    try desk.type("compare a,all to \"\(path)\"", "compare a,all to \"\(path)\"")
    let other = try #require(desk.failure(of: "compare a,other.1 to \"\(path)\""))
    #expect(other.diagnostic.message.contains("no object named 'other.1'"))
    let exists = try #require(desk.failure(of: "compare all,a to \"\(path)\""))
    #expect(exists.diagnostic.message == "\(path) exists")
    try desk.type("compare all,a to \"\(path)\" replace=yes")
    for (file, words) in [
      ("t.pdf", "does not end in .csv"), ("none/t.md", "there is no folder"), ("t", "does not end"),
    ] {
      let failure = try #require(desk.failure(of: "compare a to \"\(desk.path(file))\""))
      #expect(failure.diagnostic.message.contains(words))
    }
    try FileManager.default.createDirectory(
      atPath: desk.path("dir.md"), withIntermediateDirectories: true)
    let folder = try #require(desk.failure(of: "compare a to \"\(desk.path("dir.md"))\""))
    #expect(folder.diagnostic.message.contains("is not a file"))
  }

  @Test func `learners of other data are told, in the file too`() throws {
    let desk = try desk()
    var warnings: [String] = []
    desk.session.control.warn = { warnings.append($0) }
    try desk.type("compare a,other on d to \"\(desk.path("t.md"))\"")
    #expect(warnings.contains { $0.hasPrefix("trained on different data") })
    #expect(try desk.text(of: "t.md").contains("trained on different data"))
  }

  @Test
  func `a dry run names the file and the same mistakes, and a run that is verified writes none`()
    throws
  {
    let desk = try Desk(journal: "j.journal")
    let lines = [
      Lines.data, Lines.model, "learner a = finetune model=net", "train a on d steps=1 batch=8",
      "compare a on d to \"\(desk.path("t.md"))\"",
    ]
    try desk.write(lines.joined(separator: "\n"), to: "s.session")
    try desk.type("check \"\(desk.path("s.session"))\"")
    #expect(!FileManager.default.fileExists(atPath: desk.path("t.md")))
    for line in lines { try desk.type(line) }
    try FileManager.default.removeItem(atPath: desk.path("t.md"))
    let again = try Desk()
    again.session.redirected = try RedirectedFiles()
    let verification = try again.verification(
      of: JournalDocument(file: desk.path("j.journal")))
    #expect(verification.differences == [])
    #expect(!FileManager.default.fileExists(atPath: desk.path("t.md")))
    try desk.write(
      (lines.dropLast() + ["compare a to \"t.pdf\""]).joined(separator: "\n"), to: "b.session")
    for verb in ["check", "run"] {
      let failure = try #require(desk.failure(of: "\(verb) \"\(desk.path("b.session"))\""))
      #expect(failure.diagnostic.message.contains("does not end in"))
    }
  }
}
