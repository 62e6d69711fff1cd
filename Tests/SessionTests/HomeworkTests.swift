import Foundation
import TestSupport
import Testing

/// The README's lesson, handed out, done and graded with the program.
@Suite struct HomeworkTests {
  /// What `results.json` holds.
  struct Results: Decodable {
    struct Test: Decodable {
      let name: String
      let status: String
      let message: String?
      let task_id: Int
    }

    let version: Int
    let status: String
    let message: String?
    let tests: [Test]
  }

  let program: Program

  init() throws {
    program = try Program()
    let readme = try String(
      contentsOf: Program.root.appending(path: "README.md"), encoding: .utf8)
    let shown = try #require(readme.firstMatch(of: /<!-- lesson -->\n```\n((?s:.*?))```/))
    try program.folder.write(String(shown.1), to: "half.session")
  }

  private let options = ["--home", ".", "--threads", "1"]

  /// Does the homework with these lines and leaves the journal.
  private func work(_ lines: String...) throws {
    let run = try program.run(
      ["lesson", "half.session", "--journal", "s.journal"] + options,
      input: lines.joined(separator: "\n") + "\n")
    #expect(run.status == 0, "\(run)")
  }

  private func grade(_ file: String = "s.journal") throws -> (run: Program.Run, Results) {
    let run = try program.run("grade", "half.session", file, "--to", "r.json")
    let data = Data(try program.folder.text("r.json").utf8)
    return (run, try JSONDecoder().decode(Results.self, from: data))
  }

  @Test func `the README's lesson is a session, checked, run and verified`() throws {
    #expect(try program.run("check", "half.session").status == 0)
    let run = try program.run(["run", "half.session", "--journal", "j.journal"] + options)
    #expect(run.status == 0, "\(run)")
    #expect(try program.run("verify", "--exact", "j.journal").status == 0)
  }

  @Test func `a homework with a wrong prediction and a skipped task is graded`() throws {
    try work("60", "train plain on d epochs=1", "b", "skip", "compare plain,all")
    let (run, results) = try grade()
    #expect(run.status == 0 && run.output.contains("s.journal: fail, written to r.json"), "\(run)")
    #expect(results.version == 3 && results.status == "fail" && results.message == nil)
    #expect(results.tests.map(\.status) == ["fail", "pass", "pass", "fail", "pass"])
    #expect(results.tests.map(\.task_id) == [1, 2, 3, 4, 5])
    #expect(results.tests[0].message == "predicted 60; the answer is 0, give or take 10")
    #expect(results.tests[3].message == "skipped: the lesson did it")

    let text = try program.folder.text("s.journal")
    try program.folder.write(text.replacing("kept = 60", with: "kept = 0"), to: "changed.journal")
    try program.folder.write(
      String(text[..<(try #require(text.range(of: "#: end="))).lowerBound]), to: "cut.journal")
    for (file, beginning) in [
      ("changed.journal", "the journal was changed"), ("cut.journal", "the journal is incomplete"),
      ("half.session", "this is a session file"),
    ] {
      let (run, results) = try grade(file)
      #expect(run.status == 0 && results.status == "error" && results.tests.isEmpty, "\(run)")
      #expect(results.message?.hasPrefix(beginning) == true, "\(results.message ?? "")")
    }
    for words in [
      ["grade", "half.session", "none.journal"], ["grade", "nothing", "s.journal"],
      ["grade", "half.session", "s.journal", "--to", "no/such/r.json"],
    ] {
      #expect(try program.run(words).status != 0)
    }
  }

  @Test func `a homework is continued in a later process, and a list shows how far it is`() throws {
    try work("0", "train plain on d epochs=1", "leave")
    let run = try program.run(
      ["lesson", "half.session", "--journal", "t.journal"] + options,
      input: "b\nskip\ncompare plain,all\n")
    #expect(run.status == 0 && run.output.contains("Remember everything: 2 of 5 steps are done."))
    #expect(run.output.contains("End of half: 2 of 2 predictions right, 2 of 3 tasks"))
    let (_, results) = try grade("t.journal")
    #expect(results.tests.map(\.status) == ["pass", "pass", "pass", "fail", "pass"])
    let list = try program.run(["lesson"] + options)
    #expect(list.status == 0 && list.output.contains("Watch a network forget"), "\(list)")
  }

  @Test func `a lesson at the prompt shows its steps, its words and where it continues`() throws {
    let prompt = try Prompt(
      program, ["lesson", program.folder.path + "/half.session", "--no-color"])
    #expect(prompt.sees("Type a number.") && prompt.ready(4), "\(prompt.screen)")
    prompt.run("0", from: 4)
    #expect(prompt.sees("hint · skip · next · try · progress · leave"), "\(prompt.screen)")
    prompt.run("hint", shows: "Hint 1: The command is train LEARNER on DATA.", at: 5)
    prompt.type("lesson for\t")
    #expect(prompt.sees("lesson forgetting"), "\(prompt.screen)")
    prompt.drop(5)
    prompt.leave()
    #expect(prompt.pty.painted.contains("lesson half is not over"))
  }
}
