import Language
import Testing

@testable import Journal
@testable import Workbench

@Suite struct VerificationTests {
  static let script =
    Lines.all + [
      Lines.train, "eval ours on d", "sample ours n=2", "let r = 0.01",
      "for s in 1..2 {\n learner base = finetune model=net rate=($r * $s)\n"
        + " train base on d steps=2 batch=8\n}",
      "note \"done \\\"well\\\"\"", "expect ours.last >= 0", "compare base,ours to ours",
    ]

  /// The journal of a session of these lines.
  private func journal(_ lines: [String] = script) throws -> String {
    let desk = try Desk(journal: "a.journal")
    for line in lines { try desk.type(line) }
    return try desk.text(of: "a.journal")
  }

  private func verify(_ text: String, seed: UInt64 = 1) throws -> Verification {
    try Desk(seed: seed).verification(of: JournalDocument(text))
  }

  /// The journal with `old` in the line that begins with `start` replaced.
  private func change(
    _ text: String, in start: String, _ edit: (String) -> String
  ) throws -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let index = try #require(lines.firstIndex { $0.hasPrefix(start) })
    let edited = edit(lines[index])
    #expect(edited != lines[index])
    lines[index] = edited
    return lines.joined(separator: "\n")
  }

  /// The text with the digit after `mark` replaced by another one.
  private func flipped(_ line: String, behind mark: String) throws -> String {
    let range = try #require(line.firstRange(of: mark))
    let digit = line[range.upperBound]
    return line.replacingCharacters(
      at: range.upperBound, with: digit == "1" ? "2" : "1")
  }

  @Test func `a journal that is run again is the same`() throws {
    let text = try journal()
    let verification = try verify(text)
    #expect(verification.differences == [])
    #expect(verification.exitCode == 0)
    #expect(verification.commands == Self.script.count)
    // ours once, base in both turns
    #expect(verification.digests == 3)
    #expect(
      verification.report == [
        "12 commands, \(verification.values) values and 3 states compared: all identical"
      ])
  }

  @Test func `another seed is noticed at the first state`() throws {
    let verification = try verify(journal(), seed: 2)
    let first = try #require(verification.firstDivergence)
    #expect(first.what == "state of ours" && first.command == Lines.train && first.number == 5)
    #expect(verification.exitCode == 3)
  }

  @Test func `a changed option is noticed with command and object`() throws {
    let text = try change(journal(), in: Lines.train) {
      $0.replacing("steps=4", with: "steps=5")
    }
    let verification = try verify(text)
    let first = try #require(verification.firstDivergence)
    #expect(first.what == "state of ours" && first.number == 5)
    #expect(first.command == "train ours on d steps=5 batch=8")
    #expect(verification.differences.contains { $0.what == "steps" && $0.now == "10" })
    #expect(verification.exitCode == 3)
    #expect(verification.report.joined().contains("command 5 (line"))
  }

  @Test func `one flipped digit of a value is noticed`() throws {
    let text = try change(journal(), in: "#= 5 ") { line in
      (try? flipped(line, behind: "loss=")) ?? line
    }
    let verification = try verify(text)
    #expect(verification.differences.map(\.what) == ["loss"])
    #expect(verification.differences.map(\.command) == [Lines.train])
    #expect(verification.exitCode == 3)
  }

  @Test func `one flipped digit of a state is noticed`() throws {
    let text = try change(journal(), in: "#@ 5 ") { line in
      (try? flipped(line, behind: "ours=")) ?? line
    }
    let verification = try verify(text)
    #expect(verification.differences.map(\.what) == ["state of ours"])
    #expect(verification.differences.map(\.number) == [5])
  }

  @Test func `a flipped digit inside a block is noticed with its turn`() throws {
    let text = try change(journal(), in: "#= 9.2.2 ") { line in
      (try? flipped(line, behind: "steps=")) ?? line
    }
    let verification = try verify(text)
    #expect(verification.differences.map(\.what) == ["steps of turn 2.2"])
  }

  @Test func `a recorded time is never compared`() throws {
    let text = try change(journal(), in: "#= 5 ") {
      $0.replacing("~time=", with: "~time=77")
    }
    #expect(try verify(text).differences == [])
  }

  @Test(arguments: ["#= 5 last=[", "#= 5 loss", "#= 5 loss=\"x", "#= 5 last=0.5]"])
  func `a damaged record is noticed`(record: String) throws {
    let text = try change(journal(), in: "#= 5 ") { _ in record }
    #expect(throws: (any Error).self) {
      let verification = try verify(text)
      guard verification.differences.isEmpty else { throw WorkbenchError("noticed") }
    }
  }

  @Test func `missing data is a data problem`() throws {
    let text = JournalText.firstLine + "\ndata m = mnist split=5\n#= 1 train=60000\n"
    let verification = try verify(text)
    let first = try #require(verification.differences.first)
    #expect(first.isDataProblem && first.number == 1 && first.what == "outcome")
    #expect(first.now.contains("/nowhere"))
    #expect(verification.exitCode == 4)
  }

  @Test func `other images are a data problem`() throws {
    let text = try change(journal(), in: "#= 1 ") { line in
      (try? flipped(line, behind: "sha256=\"")) ?? line
    }
    let verification = try verify(text)
    #expect(verification.differences.map(\.what) == ["sha256"])
    #expect(verification.exitCode == 4)
  }

  @Test func `a plain session has nothing to compare`() throws {
    let verification = try verify(Lines.all.joined(separator: "\n"))
    #expect(
      verification.report == [
        "4 commands, 0 values and 0 states compared: nothing is recorded in this file"
      ])
    #expect(verification.exitCode == 5)
  }

  @Test func `a word that is not understood is a failure`() throws {
    let document = try JournalDocument("data d = glyphs\nfly away\n")
    let failure = #expect(throws: Failure.self) {
      try Desk().verification(of: document)
    }
    #expect(failure?.trouble == .syntax)
    #expect(failure?.diagnostic.message.contains("fly") == true)
  }

  @Test(arguments: [0, 1, 3, 4, 5, 7])
  func `interrupted training that was continued is verified`(polls: Int) throws {
    let straight = try Desk()
    for line in Lines.all + [Lines.train] { try straight.type(line) }

    let desk = try Desk(journal: "a.journal")
    for line in Lines.all { try desk.type(line) }
    desk.patience = polls
    try desk.type(Lines.train)
    desk.patience = nil
    #expect(desk.value("status", of: "ours") == .text("interrupted"))
    #expect(desk.value("steps", of: "ours") == .integer(polls))
    try desk.type(Lines.train)
    #expect(desk.value("status", of: "ours") == nil)
    #expect(desk.value("steps", of: "ours") == .integer(8 - polls))
    #expect(try desk.digest("ours") == straight.digest("ours"))

    let text = try desk.text(of: "a.journal")
    #expect(text.contains("\(Lines.train) stop=\(polls)\n"))
    let verification = try verify(text)
    #expect(verification.differences == [])
    #expect(verification.digests == 2)
  }

  @Test func `a block that was interrupted is recorded as what was done`() throws {
    let desk = try Desk(journal: "a.journal")
    for line in Lines.all { try desk.type(line) }
    // Two polls before the statements, then one for each step.
    desk.patience = 5
    try desk.type("for s in 1..3 {\n let x = $s\n train ours on d steps=(2 * $s) batch=8\n}")
    desk.patience = nil
    let text = try desk.text(of: "a.journal")
    #expect(text.contains("stop="))
    #expect(!text.contains("\nfor "))
    let verification = try verify(text)
    #expect(verification.differences == [])
    #expect(verification.digests == 1)
  }

  @Test func `a loss that is not a number is the same when it is so again`() throws {
    let text = try journal([
      Lines.data, "model net = mlp hidden=16,16,16", "learner wild = finetune model=net rate=10",
      "train wild on d steps=60 batch=8 diverged=continue",
    ])
    let nan = try change(text, in: "#= 4 ") {
      $0.replacing(/loss=[^ ]+/, with: "loss=nan")
    }
    let document = try JournalDocument(nan)
    #expect(document.commands[3].values[[]]?.first { $0.name == "loss" }?.value == .number(.nan))
    #expect(try verify(text).differences == [])
  }

  @Test func `a parameter that was given from outside is recorded as it was used`() throws {
    let desk = try Desk(journal: "a.journal", overrides: ["steps": .integer(3)])
    try desk.type("param steps = 2")
    for line in Lines.all { try desk.type(line) }
    try desk.type("train ours on d steps=$steps batch=8")
    let text = try desk.text(of: "a.journal")
    #expect(text.contains("\nparam steps = 3\n"))
    #expect(desk.value("steps", of: "ours") == .integer(6))
    #expect(try verify(text).differences == [])
  }

  @Test func `a failed command and what follows are verified`() throws {
    let desk = try Desk(journal: "a.journal")
    for line in Lines.all { try desk.type(line) }
    #expect(desk.failure(of: "train nobody on d") != nil)
    #expect(desk.failure(of: "for s in 1..2 {\n let y = $s\n expect $y < 2\n}") != nil)
    try desk.type(Lines.train)
    let verification = try verify(desk.text(of: "a.journal"))
    #expect(verification.differences == [])
    #expect(verification.digests == 1)
  }
}

extension String {
  fileprivate func replacingCharacters(at index: Index, with text: String) -> String {
    String(self[..<index]) + text + String(self[self.index(after: index)...])
  }
}
