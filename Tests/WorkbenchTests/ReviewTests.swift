import Foundation
import Catalog
import Language
import Learning
import Testing

@testable import Journal
@testable import Workbench

/// Tolerances, what is accepted, two journals side by side, plans and steps.
@Suite struct ReviewTests {
  private func journal(_ lines: [String] = Lines.all + [Lines.train]) throws -> String {
    let desk = try Desk(journal: "a.journal")
    for line in lines { try desk.type(line) }
    return try desk.text(of: "a.journal")
  }

  /// The journal with the recorded loss off by `share` and, if asked for, another state.
  private func changed(_ text: String, by share: Double, state: Bool = false) throws -> String {
    let match = try #require(text.firstMatch(of: #/ loss=([^ ]+)/#))
    let loss = try #require(Double(match.1))
    var changed = text.replacing(" loss=\(match.1)", with: " loss=\(loss * (1 + share))")
    if state { changed = changed.replacing(#/\#@ 5 ours=./#, with: "#@ 5 ours=z") }
    return changed
  }

  private func verify(
    _ text: String, _ tolerance: String? = nil, exact: Bool = false
  ) throws -> Verification {
    try Desk().verification(
      of: JournalDocument(text),
      tolerance: tolerance.map { try #require(Tolerance($0)) }, exact: exact)
  }

  @Test func `a difference within the tolerance passes, differing states are only reported`() throws
  {
    let text = try changed(journal(), by: 1e-6, state: true)
    #expect(try verify(text).exitCode == 3)
    let near = try verify(text, "rel=1e-4")
    #expect(near.exitCode == 0 && near.tolerated == 1 && near.otherStates.count == 1)
    #expect(near.report[0].hasSuffix("none differs, 1 within tolerance"))
    #expect(near.report[1].hasPrefix("states differ, first at command 5"))
    #expect(try verify(text, "rel=1e-9").exitCode == 3)
    #expect(try verify(text, "abs=1").exitCode == 0)
  }

  @Test func `a journal may give a tolerance of its own to the next command`() throws {
    let text = try changed(journal(), by: 1e-6)
      .replacing("#> 5 ", with: "#~ loss rel=1e-3\n#> 5 ")
    #expect(try verify(text).exitCode == 0)
    #expect(try verify(text, exact: true).exitCode == 3)
    // Whole numbers and texts must be equal all the same.
    let steps = try journal().replacing("#> 5 ", with: "#~ steps rel=9\n#> 5 ")
      .replacing(" steps=8 ", with: " steps=9 ")
    #expect(try verify(steps).differences.map(\.what) == ["steps"])
  }

  @Test(arguments: ["", "rel", "rel=x", "rel=-1", "rel=1,abs", "foo=1", "rel=inf", "rel=nan"])
  func `a tolerance of another form is refused`(text: String) { #expect(Tolerance(text) == nil) }

  @Test func `what is accepted verifies, and nothing else of the file is changed`() throws {
    let good = try journal(Lines.all + [Lines.train, "for s in 1..2 {\n eval ours on d\n}"])
    let text = try changed(good, by: 0.5, state: true)
      .replacing("#> 5 ", with: "# by hand\n#~ loss rel=1e-9\n#' Prose.\n#> 5 ")
    let document = try JournalDocument(text)
    let verification = try Desk().verification(of: document, exact: true)
    #expect(verification.differences.map(\.what) == ["loss", "state of ours"])
    let accepted = Acceptance.text(text, document, verification, at: "a.journal")
    #expect(try verify(accepted, exact: true).differences == [])
    func rest(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { line in
        !["#= ", "#@ ", "#% "].contains(where: line.hasPrefix)
      }
    }
    #expect(rest(accepted) == rest(text))
    let again = try JournalDocument(accepted)
    #expect(try !JournalDocument(text).damages.isEmpty && again.damages == [])
    #expect(again.commands.map(\.number) == document.commands.map(\.number))
  }

  @Test func `two journals are compared command by command`() throws {
    let left = try journal()
    let right = try journal(
      Lines.all + ["note \"more\"", Lines.train.replacing("steps=4", with: "steps=4")])
    let same = JournalComparison(try JournalDocument(left), try JournalDocument(left))
    #expect(!same.isDifferent && same.report == ["no difference"])
    let more = JournalComparison(try JournalDocument(left), try JournalDocument(right))
    #expect(more.isDifferent && more.report == ["+ note \"more\""])
    let other = JournalComparison(
      try JournalDocument(left),
      try JournalDocument(
        changed(left, by: 0.5, state: true).replacing("seed=1", with: "seed=2")))
    #expect(other.report.count == 4 && other.report[0] == "  " + Lines.train)
    #expect(other.report[1].contains("loss: ") && other.report[1].contains("(+"))
    #expect(other.report[2].contains("state of ours: "))
    #expect(other.report[3] == "head  seed: 1 | 2")
  }

  @Test func `of long lists that differ only the length is reported`() throws {
    func document(_ number: Int) throws -> JournalDocument {
      let pairs = [String](repeating: "[\(number),0.5]", count: 99).joined(separator: ",")
      return try JournalDocument(
        "\(JournalText.firstLine)\nlist\n#= 1 points=[\(pairs)] few=[\(number)]\n")
    }
    let report = JournalComparison(try document(1), try document(2)).report
    #expect(report == ["  list", "    points: a list of 99 | a list of 99", "    few: [1] | [2]"])
  }

  /// What `check` finds of a session of these lines.
  private func plan(_ lines: [String]) throws -> WorkPlan {
    let desk = try Desk()
    try desk.write(lines.joined(separator: "\n"), to: "plan.session")
    return try desk.interpreter.rehearse(desk.path("plan.session"))
  }

  @Test func `a plan counts the steps and images that a run takes`() throws {
    let lines =
      Lines.all + [
        "train ours on d.1 epochs=3 batch=5", "mark first", "train ours on d steps=7 batch=5",
        "back first", "train ours on d epochs=2 batch=5 stop=3", "let k = 2",
        "for s in 1..3 {\n learner all = joint model=net\n"
          + " train all on d epochs=($s * $k) batch=8\n}",
      ]
    let desk = try Desk()
    for line in lines { try desk.type(line) }
    let plan = try plan(lines)
    let steps = desk.events.compactMap { event -> Int? in
      guard case .end(_, let result) = event, result.statement.description.hasPrefix("train"),
        case .integer(let steps)? = result.outcome.values.first(where: { $0.name == "steps" })?
          .value
      else { return nil }
      return steps
    }
    #expect(plan.work.steps == steps.reduce(0, +))
    #expect(plan.lines[4].work.images == 3 * 16)
  }

  @Test func `a plan counts every phase of a learner`() throws {
    let lines = [
      Lines.data, "learner l = genifer gan-steps=3",
      "train l on d epochs=1 batch=8 stop=4", "train l on d epochs=2 batch=8",
    ]
    let desk = try Desk()
    try desk.type(lines[0], lines[1])
    let data = try #require(desk.workspace["d"] as? DataObject).stream
    let learner = try #require(Learners.all["genifer"]).maker
    let options = Settings(["gan-steps": .integer(3)])
    let budget = Budget(epochs: 2, batch: 8)
    let steps = data.experiences.flatMap {
      learner.phases(of: $0, budget, settings: options, outputs: data.headSize)
        .map { $0.budget.total(16) }
    }
    let plan = try plan(lines)
    #expect(steps.count > 2 && plan.lines[2].work.steps == 4)
    #expect(plan.lines[3].work.steps == steps.reduce(0, +) - 4)
  }

  @Test func `of long blocks the first turns are checked and all are counted`() throws {
    let train = "learner l = finetune\n train l on d.1 steps=3 batch=4\n"
    let long = try plan([Lines.data, "repeat 1000000 {\n\(train)}"])
    #expect(long.lines[1].work == .init(steps: 3_000_000, images: 12_000_000))
    let nested = try plan([Lines.data, "repeat 1000 {\n repeat 900 {\n\(train) }\n}"])
    #expect(nested.lines[1].work.steps == 2_700_000)
    for line in [
      "repeat 1000000 {\n train l on d steps=1\n}", "for s in 1..99999999 {\n list\n}", "back 77",
    ] {
      #expect(throws: Failure.self) { try plan([Lines.data, "learner l = finetune", line]) }
    }
  }

  @Test func `a run ends at a command or a mark`() throws {
    let lines = Lines.all + ["list", "mark here", Lines.train, "note \"not reached\""]
    for (last, trained) in [("3", false), ("here", false), ("6", true)] {
      let desk = try Desk()
      try desk.write(lines.joined(separator: "\n"), to: "s.session")
      try desk.type("let a = 1", "run \"\(desk.path("s.session"))\" until=\(last)")
      #expect((desk.value("steps", of: "ours") != nil) == trained)
      #expect((desk.workspace["ours"] != nil) == (last != "3"))
      let bad = try #require(
        desk.failure(of: "run \"\(desk.path("s.session"))\" until=nowhere"))
      #expect(bad.diagnostic.message.contains("no mark 'nowhere'"))
    }
  }

  @Test func `commands that no journal keeps have no number in a file`() throws {
    let desk = try Desk()
    try desk.write("list", to: "other.session")
    let looks = ["history", "show d", "run \"\(desk.path("other.session"))\""]
    let lines = [Lines.data] + looks + ["mark here", Lines.model, "back here", "back 1"]
    try desk.write(lines.joined(separator: "\n"), to: "s.session")
    let document = try JournalDocument(file: desk.path("s.session"))
    #expect(document.numbers == [1, nil, nil, nil, 2, 3, 4, 5])
    for (word, place) in [("1", 0), ("2", 4), ("here", 4), ("3", 5), ("5", 7)] {
      #expect(try document.place(of: word) == place)
    }
    for word in ["0", "6", "-1", "there"] {
      let error = #expect(throws: Diagnostic.self) { try document.place(of: word) }
      #expect(error?.suggestion?.contains("from 1 to 5") == true, "\(error)")
    }
    try desk.type("let a = 1", "run \"\(desk.path("s.session"))\" until=here")
    #expect(desk.session.number == 4 && desk.workspace["net"] == nil)
    let plan = try desk.interpreter.rehearse(desk.path("s.session"))
    #expect(plan.lines.map(\.number) == document.numbers)
  }

  @Test func `back in a file means the file's command, after another file too`() throws {
    let desk = try Desk()
    try desk.write("let b = 1\nlet b = 2", to: "other.session")
    let lines = [
      "let a = 1", "run \"\(desk.path("other.session"))\"", "let a = 2", "let a = 3", "back 2",
    ]
    try desk.write(lines.joined(separator: "\n"), to: "s.session")
    try desk.type("let c = 1", "let c = 2", "run \"\(desk.path("s.session"))\"")
    #expect(desk.workspace.variables["a"] == .integer(2))
    #expect(desk.workspace.variables["b"] == .integer(2))
    for number in ["9223372036854775807", "-1", "1"] {
      try desk.write("back \(number)", to: "bad.session")
      let failure = try #require(desk.failure(of: "run \"\(desk.path("bad.session"))\""))
      #expect(failure.diagnostic.message == "the file has no command \(number) before this one")
    }
  }

  @Test func `a step goes back to the file's command, whatever was typed before`() throws {
    let desk = try Desk()
    try desk.write(
      "let a = 1\nlist\nlet a = 2\nlet a = 3\nback 2\nback 1\nback 0", to: "s.session")
    try desk.type("let c = 1", "let c = 2")
    let player = try Player(file: desk.path("s.session"), in: desk.interpreter)
    for _ in 0..<3 { try player.step(writing: nil) }
    try desk.type("let d = 1")
    for value in [3, 2, 1, nil] {
      try player.step(writing: nil)
      #expect(desk.workspace.variables["a"] == value.map(Value.integer))
    }
    #expect(desk.workspace.variables["c"] == .integer(2) && player.next == nil)
  }

  @Test func `a file is stepped through`() throws {
    let desk = try Desk()
    try desk.write(journal() + "#' The end.\nnote \"bye\"\n", to: "s.session")
    let player = try Player(file: desk.path("s.session"), in: desk.interpreter)
    #expect(player.next?.text == Lines.data && player.document.commands.count == 6)
    for _ in 0..<4 { try player.step(writing: nil) }
    #expect(player.next?.recorded.first?.contains("steps=8") == true)
    try player.step(writing: nil)
    let digest = try desk.digest("ours")
    #expect(try player.back())
    #expect(desk.value("steps", of: "ours") == nil && player.next?.text == Lines.train)
    try player.step(writing: "train ours on d steps=1 batch=8")
    #expect(try desk.digest("ours") != digest && player.next?.prose == "The end.")
    player.skip()
    #expect(player.next == nil)
    for _ in 0..<2 { #expect(try player.back()) }
    #expect(throws: Failure.self) { try player.step(writing: "train nobody on d") }
    try player.step(writing: nil)
    #expect(try desk.digest("ours") == digest)
    for _ in 0..<5 { #expect(try player.back()) }
    #expect(desk.workspace.objects.isEmpty)
    #expect(try !player.back())
  }
}
