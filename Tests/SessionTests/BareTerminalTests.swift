import TestSupport
import Testing

/// A terminal that knows no escape sequences, and one that no shell stands behind.
@Suite struct BareTerminalTests {
  @Test(arguments: ["dumb", ""])
  func `a terminal that knows no sequences has a plain prompt, line by line`(kind: String) throws {
    let prompt = try Prompt(Program(), environment: ["TERM": kind])
    #expect(prompt.ready(1), "\(prompt.pty.painted)")
    prompt.type("let a = 1\r")
    #expect(prompt.ready(2) && prompt.screen.contains("a = 1"))
    prompt.type("repeat 2 {\r")
    #expect(prompt.pty.wait { $0.screen.text.hasSuffix("...") })
    prompt.type("let a = 2 }\r")
    #expect(prompt.ready(3))
    #expect(!prompt.pty.painted.contains("\u{1b}"))
    prompt.leave()
  }

  @Test func `Ctrl-Z where no shell could continue the session is ignored and said`() throws {
    let prompt = try Prompt(Program())
    #expect(prompt.ready(1))
    prompt.run("let a = 1", from: 1)
    prompt.type("\u{1a}")
    _ = prompt.pty.wait { $0.screen.text.contains("Ctrl-Z is ignored") }
    prompt.run("let b = 2", from: 2)
    prompt.type("repeat 900000 { let c = 1 }\r")
    prompt.type("\u{1a}")
    #expect(prompt.sees("Ctrl-Z is ignored: there is no shell to return to"))
    prompt.type("\u{3}")
    #expect(prompt.pty.wait { $0.screen.text.contains("] >") })
  }
}
