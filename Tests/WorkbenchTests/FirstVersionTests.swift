import Journal
import Language
import Testing

@testable import Workbench

/// Journals of version 1, whose words meant something else in places.
@Suite struct FirstVersionTests {
  private func today(_ line: String) throws -> String {
    let parsed = try #require(try Parser.statements(in: line).first)
    return FirstVersion.today(parsed.statement).description
  }

  @Test func `validation images were held out whatever their class`() throws {
    #expect(
      try today("data d = digits validation=0.2") == "data d = digits validation=0.2 stratify=no")
    for line in ["data d = digits", "data d = digits validation=0.2 stratify=yes", "list"] {
      #expect(try today(line) == line)
    }
    #expect(
      try today("repeat 2 { data d = digits validation=0.2 }").contains(
        "validation=0.2 stratify=no"))
  }

  @Test func `the generator of DGM had no largest gradient and passed the critic twice`() throws {
    #expect(
      try today("learner w = dgm width=2")
        == "learner w = dgm width=2 clip=0 passes=two moments=quarters jitter=no")
    #expect(try today("learner w = dgm clip=5").contains("clip=5 passes=two"))
    #expect(try today("learner w = finetune") == "learner w = finetune")
  }

  @Test func `experiences had the names that were recorded`() throws {
    let data = "data d = glyphs figures=8 split=2 size=8 train=8 test=4"
    func journal(_ version: Int, _ classes: String) throws -> JournalDocument {
      try JournalDocument(
        """
        #!reverie journal \(version)
        #: seed=1
        #> 1 10:00:00 \(data)
        \(data)
        #= 1 train=64 test=32 experiences=2 classes=\(classes) sha256="\(Self.digest(data))"

        """)
    }
    let (old, new) = ("[\"1\",\"2\"]", "[\"0-3\",\"4-7\"]")
    #expect(try Desk().verification(of: journal(1, old)).differences == [])
    #expect(try Desk().verification(of: journal(2, new)).differences == [])
    #expect(try Desk().verification(of: journal(2, old)).differences.map(\.what) == ["classes"])
  }

  private static func digest(_ line: String) throws -> String {
    let desk = try Desk()
    try desk.type(line)
    guard case .text(let digest)? = desk.value("sha256", of: "d") else { return "" }
    return digest
  }
}
