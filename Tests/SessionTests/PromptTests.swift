import Foundation
import TestSupport
import Testing

/// The prompt as a person sees it on a terminal of 80 x 24.
@Suite(.serialized) struct PromptTests {
  let program: Program

  init() throws { program = try Program() }

  private func start(_ arguments: String...) throws -> Pty {
    let pty = try Pty(
      running: Program.path,
      ["--home", program.folder.path, "--journal", program.folder.path + "/p.journal"] + arguments,
      environment: program.environment.map { "\($0.key)=\($0.value)" })
    #expect(ready(pty, 1))
    return pty
  }

  /// Waits for the prompt of command `number`; what is typed before that is the terminal's.
  private func ready(_ pty: Pty, _ number: Int) -> Bool {
    pty.wait { $0.screen.text.hasSuffix("[\(number)] >") }
  }

  @Test func `Tab completes verbs, names and options`() throws {
    let pty = try start("--no-color")
    pty.send("data digs = gly\t")
    #expect(pty.wait(for: "data digs = glyphs"))
    pty.send(" spl\t2\r")
    #expect(ready(pty, 2))
    pty.send("sh\tdi\t")
    #expect(pty.wait(for: "[2] > show digs"))
    pty.send("\u{3}")
    #expect(pty.wait(for: "press Ctrl-D or type quit to leave") && ready(pty, 2))
    pty.send("quit\r")
    #expect(pty.exitStatus() == 0, "\(pty.painted)")
  }

  @Test func `a mistake is shown with a caret and a suggestion, and nothing is lost`() throws {
    let pty = try start("--no-color")
    pty.send("data d = glyphs split=2\r")
    #expect(ready(pty, 2))
    pty.send("shwo d\r")
    #expect(pty.wait(for: "did you mean 'show'?"))
    #expect(pty.wait(for: "^") && ready(pty, 2))
    pty.send("list\r")
    #expect(pty.wait(for: "glyphs") && ready(pty, 2))
    pty.send("\u{4}")
    #expect(pty.exitStatus() == 0, "\(pty.painted)")
  }

  @Test func `a training stopped by Ctrl-C is reported, continues, and its journal verifies`()
    throws
  {
    let pty = try start("--no-color")
    for line in [
      "data d = digits split=5", "model m = mlp hidden=64", "generator g = vae hidden=64",
      "learner l = generative-replay model=m generator=g",
    ] {
      pty.send(line + "\r")
    }
    #expect(ready(pty, 5))
    pty.send("train l on d steps=3000\r")
    // Whatever else does not fit: the losses are shown.
    #expect(pty.wait(for: "reconstruction "), "\(pty.screen.text)")
    pty.send("\u{3}")
    #expect(ready(pty, 6))
    #expect(pty.screen.text.contains("stopped"))
    pty.send("show l\r")
    #expect(pty.wait(for: "parameters") && ready(pty, 6))
    pty.send("train l on d steps=3000 stop=20\r")
    #expect(ready(pty, 7))
    pty.send("quit\r")
    #expect(pty.exitStatus() == 0, "\(pty.painted)")
    let journal = try program.folder.text("p.journal")
    #expect(journal.contains("train l on d steps=3000 stop="))
    let verified = try program.run("verify", "p.journal")
    #expect(verified.status == 0, "\(verified)")
    #expect(verified.output.contains("all identical"))
  }

  @Test func `a block is asked for to its end and thirty pasted lines wait for Return`() throws {
    let pty = try start("--no-color")
    pty.send("for k in 1..3 {\r")
    #expect(pty.wait(for: "...") || pty.wait(for: "  "))
    pty.send("let j = k\r}\r")
    #expect(ready(pty, 2))
    let lines = (1...30).map { "let v\($0) = \($0)" }.joined(separator: "\n")
    pty.send("\u{1b}[200~" + lines + "\u{1b}[201~")
    #expect(pty.wait(for: "let v30 = 30"))
    #expect(!pty.screen.text.contains("[3] >"))
    pty.send("\r")
    #expect(ready(pty, 32))
    pty.send("\u{4}")
    #expect(pty.exitStatus() == 0, "\(pty.painted)")
  }

  @Test(arguments: 0..<8)
  func `leaving while libtorch is still being loaded is quiet`(step: UInt32) throws {
    let pty = try start("--no-color")
    usleep(step * 20_000)
    pty.send("\u{4}")
    #expect(pty.exitStatus() == 0, "\(pty.painted)")
  }

  @Test func `what was typed is found again in the next session`() throws {
    let first = try start("--no-color")
    first.send("let answer = 42\r")
    #expect(ready(first, 2))
    first.send("quit\r")
    #expect(first.exitStatus() == 0)
    try FileManager.default.removeItem(atPath: program.folder.path + "/p.journal")
    let second = try start("--no-color")
    second.send("\u{12}answ")
    #expect(second.wait(for: "let answer = 42"))
    second.send("\u{7}quit\r")
    #expect(second.exitStatus() == 0)
  }
}
