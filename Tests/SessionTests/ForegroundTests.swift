import Foundation
import TestSupport
import Testing

/// What the prompt has done by the program itself, once more: `verify` and `accept`.
@Suite(.serialized) struct ForegroundTests {
  let program: Program

  init() throws {
    program = try Program()
    let run = try program.run(
      "--journal", "a.journal", "--threads", "1",
      input: """
        data d = digits split=5 limit=40
        model net = mlp hidden=16
        learner l = finetune model=net
        train l on d steps=2

        """)
    try #require(run.status == 0, "\(run)")
  }

  private func start(_ arguments: String...) throws -> Prompt {
    let prompt = try Prompt(program, arguments + ["--no-color"])
    #expect(prompt.ready(1), "\(prompt.screen)")
    prompt.run("let mine = 42", from: 1)
    return prompt
  }

  @Test func `accept asks at the prompt and hears the answer`() throws {
    let text = try program.folder.text("a.journal")
    let loss = try #require(text.firstMatch(of: #/ loss=[0-9.]*([0-9])/#)).1
    var changed = text
    changed.replaceSubrange(loss.startIndex..<loss.endIndex, with: loss == "1" ? "2" : "1")
    try program.folder.write(changed, to: "a.journal")
    let prompt = try start()
    prompt.type("accept \"~/a.journal\"\r")
    #expect(prompt.sees("[y/N]"), "\(prompt.screen)")
    prompt.type("y\r")
    #expect(prompt.sees("a.journal: 1 records") && prompt.ready(2), "\(prompt.screen)")
    prompt.run("verify \"~/a.journal\"", shows: "all identical", at: 2)
    prompt.run("expect $mine == 42", from: 2)
    prompt.leave()
  }

  @Test func `Ctrl-C stops a verification and gives the prompt back`() throws {
    let text = try program.folder.text("a.journal")
    try program.folder.write(text.replacing("steps=2\n", with: "steps=9999999\n"), to: "long")
    let prompt = try start()
    prompt.type("verify \"~/long\"\r")
    #expect(prompt.sees("steps/s"), "\(prompt.screen)")
    prompt.type("\u{3}")
    #expect(prompt.ready(2), "\(prompt.screen)")
    prompt.run("let other = 43", from: 2)
    prompt.leave()
  }

  @Test func `a verification ends with the prompt that is terminated`() throws {
    let text = try program.folder.text("a.journal")
    try program.folder.write(text.replacing("steps=2\n", with: "steps=9999999\n"), to: "long")
    let prompt = try start()
    prompt.type("verify \"~/long\"\r")
    #expect(prompt.sees("steps/s"), "\(prompt.screen)")
    prompt.pty.signal(SIGTERM)
    #expect(prompt.pty.exitStatus() != nil, "\(prompt.screen)")
  }

  @Test func `files need no quotes, and data are those of the session`() throws {
    let prompt = try start("--data", program.folder.path + "/nothing")
    for verb in ["verify", "accept", "step"] {
      prompt.run("\(verb) none.journal", shows: "there is no file none.journal", at: 2)
    }
    let text = try program.folder.text("a.journal")
    try program.folder.write(
      text.replacing("digits split=5 limit=40", with: "mnist split=5"), to: "m.journal")
    prompt.run("verify \"~/m.journal\"", shows: "/nothing", at: 2)
    prompt.leave()
  }
}
