import Catalog
import Journal
import Learning
import Testing

@testable import Workbench

/// `memory=as:LEARNER`.
@Suite struct MemoryBudgetTests {
  @Test func `a memory has as many bytes as another learner keeps`() throws {
    let desk = try Desk()
    for line in Lines.all + [Lines.train] { try desk.type(line) }
    guard case .integer(let bytes)? = desk.value("bytes", of: "ours") else {
      Issue.record("generative replay does not tell its bytes")
      return
    }
    for maker in ["icarl", "er", "er", "der", "gdumb", "a-gem"] {
      try desk.type("learner m = \(maker) model=net memory=as:ours")
      let learner = try #require(desk.workspace["m"] as? LearnerObject)
      #expect(learner.declaration.description.hasSuffix("bytes=\(bytes)"))
      try desk.type("learner n = \(maker) model=net bytes=(ours.bytes)")
      let other = try #require(desk.workspace["n"] as? LearnerObject)
      #expect(learner.settings == other.settings)
    }
    try desk.type("train m on d steps=2 batch=8")
    guard case .integer(let kept)? = desk.value("bytes", of: "m") else {
      Issue.record("a-gem does not tell its bytes")
      return
    }
    #expect(kept <= bytes && kept > 0)
    try desk.type("learner idle = finetune model=net")
    for (line, words) in [
      ("learner x = icarl memory=as:nobody", "nobody"),
      ("learner x = icarl memory=as:d", "'d' is a data set, not a learner"),
      ("learner x = icarl memory=as:idle", "idle has not learned an experience yet"),
      ("learner x = icarl memory=ours", "a whole number, 1 to 100000000, or as:NAME"),
      ("learner x = icarl memory=as:ours bytes=9", "both say how much is kept"),
      ("learner x = finetune memory=as:ours", "has no option 'memory'"),
    ] {
      let message = try #require(desk.failure(of: line)).diagnostic.message
      #expect(message.contains(words) && !message.contains("\n"), "\(line): \(message)")
    }
    let text = "learner x = icarl model=net memory=as:o"
    let words = Completions(desk.workspace, text: text, cursor: text.count).words.map(\.text)
    #expect(words == ["as:ours"])
  }

  /// What `check` and a run say about a session that begins with small data and a network.
  private func failures(_ lines: String) throws -> (check: String?, run: String?) {
    let desk = try Desk()
    let text = [Lines.data, Lines.model, lines].joined(separator: "\n")
    try desk.write(text, to: "s.session")
    func message(_ body: () throws -> Void) -> String? {
      do { try body() } catch { return (error as? Failure)?.diagnostic.message ?? "\(error)" }
      return nil
    }
    let check = message { try desk.interpreter.check(desk.path("s.session")) }
    return (
      check, message { for line in text.split(separator: "\n") { try desk.type(String(line)) } }
    )
  }

  @Test(arguments: [
    ("train m on d steps=1", "leave no room for images"),
    ("change m memory=as:ours", "holds where a learner is created"),
  ])
  func `a dry run refuses a memory that a run refuses`(line: String, words: String) throws {
    let found = try failures(
      """
      learner ours = finetune model=net
      train ours on d steps=1
      learner m = er model=net memory=as:ours
      \(line)
      """)
    #expect(found.check == found.run && found.run?.contains(words) == true, "\(found)")
  }

  @Test func `a memory of another size is refused by change, dry or not`() throws {
    for (maker, options) in [("er", "memory=5"), ("icarl", "memory=20"), ("gdumb", "bytes=9000")] {
      let found = try failures(
        """
        learner m = \(maker) model=net memory=12
        train m on d.1 steps=1
        change m \(options)
        """)
      #expect((found.check == nil) == (found.run == nil), "\(maker) \(found)")
    }
    let rate = try failures(
      "learner m = er model=net\ntrain m on d steps=1\nchange m rate=0.1")
    #expect(rate.check == nil && rate.run == nil)
  }
}
