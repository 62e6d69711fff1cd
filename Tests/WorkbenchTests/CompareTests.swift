import Language
import Testing

@testable import Workbench

/// Learners side by side.
@Suite struct CompareTests {
  private func desk() throws -> Desk {
    let desk = try Desk()
    for line in Lines.all + [Lines.train] { try desk.type(line) }
    try desk.type("learner base = finetune model=net", "train base on d steps=2 batch=8")
    return desk
  }

  private func values(_ line: String) throws -> [String: Double] {
    let desk = try desk()
    let before = desk.events.count
    try desk.type(line)
    var values: [String: Double] = [:]
    for case .end(_, let result) in desk.events[before...] {
      for value in result.outcome.values { values[value.name] = value.value.double }
    }
    return values
  }

  @Test func `each learner is reported with all its measures`() throws {
    let values = try values("compare base,ours")
    #expect(values.count == 10)
    #expect(values["ours.forward"] != nil && values["base.last_difference"] == nil)
  }

  @Test func `each learner is reported with its lead over the reference`() throws {
    let values = try values("compare base,ours to ours")
    #expect(values.count == 14 && values["base.forward"] != nil)
    for measure in ["last", "average"] {
      let (base, ours) = (try #require(values["base." + measure]), values["ours." + measure])
      #expect(values["base.\(measure)_difference"] == base - (try #require(ours)))
      #expect(values["ours.\(measure)_difference"] == 0)
    }
  }

  @Test func `learners with the same draws learn alike, and others do not`() throws {
    let desk = try desk()
    for (name, option) in [("twin", "draws=base"), ("cousin", "draws=base seed=2"), ("other", "")] {
      try desk.type(
        "learner \(name) = finetune model=net \(option)", "train \(name) on d steps=2 batch=8")
    }
    let states = try ["base", "twin", "cousin", "other"].map { try desk.digest($0) }
    #expect(states[0] == states[1])
    #expect(Set(states).count == 3)
  }
}
