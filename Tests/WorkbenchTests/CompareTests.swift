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
    #expect(values.count == 12)
    #expect(values["ours.forward"] != nil && values["base.last_difference"] == nil)
  }

  @Test func `each learner is reported with its lead over the reference`() throws {
    let values = try values("compare base,ours to ours")
    #expect(values.count == 16 && values["base.forward"] != nil)
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

  @Test func `learners of different data, splits or scenarios are compared with a warning`() throws
  {
    let desk = try Desk()
    var warnings: [String] = []
    desk.session.control.warn = { warnings.append($0) }
    try desk.type(
      "data d = glyphs figures=4 split=2 size=8 train=8 test=4",
      "data e = glyphs figures=4 split=2 size=8 train=8 test=4 scenario=task",
      "data f = glyphs figures=4 split=2 size=8 train=8 test=4", "model m = mlp hidden=8",
      "for l in a,b,c { learner $l = finetune model=m }", "train a on d epochs=5 batch=4",
      "train b on e epochs=5 batch=4", "train c on f epochs=5 batch=4")
    warnings = []
    try desk.type("compare a,c", "plot a,c")
    #expect(warnings == [])
    try desk.type("compare a,b", "plot a,b.accuracy")
    #expect(warnings.count == 2 && warnings[0] == warnings[1])
    #expect(
      warnings[0] == "trained on different data: a on glyphs figures=4 split=2 size=8 train=8 "
        + "test=4; b on glyphs figures=4 split=2 size=8 train=8 test=4 scenario=task")
  }

  @Test func `a training of few steps that learned little says what to change`() throws {
    let desk = try Desk()
    var warnings: [String] = []
    desk.session.control.warn = { warnings.append($0) }
    try desk.type(
      "data d = digits split=5 limit=100", "learner slow = finetune rate=1e-9", "train slow on d.2")
    let hint = "2 steps per experience are few; try epochs=5 or a smaller batch="
    #expect(warnings.last == "slow: \(hint)")
  }

  @Test func `an option that another one overrides, and a learner that is replaced, are reported`()
    throws
  {
    let desk = try Desk()
    var warnings: [String] = []
    desk.session.control.warn = { warnings.append($0) }
    for line in Lines.all { try desk.type(line) }
    try desk.type("train ours on d.1 epochs=3 steps=1 batch=8")
    #expect(warnings.first == "steps= is given: epochs= has no effect")
    let before = desk.events.count
    try desk.type(Lines.learner, Lines.learner)
    let told = desk.events[before...].compactMap { event -> [String]? in
      guard case .end(_, let result) = event else { return nil }
      return result.outcome.figures.compactMap {
        if case .text(let text) = $0 { text } else { nil }
      }
    }
    #expect(told.count == 2 && told[0].count == 2 && told[1].count == 1)
    #expect(told[0].last?.hasPrefix("replaces ours, which had learned 1 of 2 experiences") == true)
  }
}
