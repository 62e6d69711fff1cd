import Catalog
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
}
