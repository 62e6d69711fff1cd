import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Terminal

struct ScreenTests {
  private func screen(
    _ environment: [String: String], input: Bool = true, output: Bool = true, refused: Bool = false
  ) -> Screen {
    Screen(
      environment: environment, inputIsTerminal: input, outputIsTerminal: output,
      coloursRefused: refused)
  }

  @Test func `interactive means terminals on both sides that know escape sequences`() {
    #expect(screen(["TERM": "xterm"]).isInteractive)
    #expect(!screen(["TERM": "xterm"], input: false).isInteractive)
    #expect(!screen(["TERM": "xterm"], output: false).isInteractive)
    #expect(!screen(["TERM": "dumb"]).isInteractive)
    #expect(!screen([:]).isInteractive)
  }

  @Test func `refusing colours wins over forcing them`() {
    #expect(screen(["TERM": "xterm"]).coloursAllowed)
    #expect(!screen(["TERM": "xterm"], output: false).coloursAllowed)
    #expect(screen(["CLICOLOR_FORCE": "1"], output: false).coloursAllowed)
    #expect(!screen(["CLICOLOR_FORCE": "0"], output: false).coloursAllowed)
    #expect(!screen(["CLICOLOR_FORCE": "1", "NO_COLOR": "1"]).coloursAllowed)
    #expect(!screen(["CLICOLOR_FORCE": "1", "TERM": "xterm"], refused: true).coloursAllowed)
    #expect(screen(["NO_COLOR": "", "TERM": "xterm"]).coloursAllowed)
  }

  @Test func `the size is the terminal's, else 80 by 24`() throws {
    let pty = try Pty(columns: 33, rows: 7)
    #expect(Screen.size(of: pty.slave) == (33, 7))
    #expect(Screen.size(of: -1) == (80, 24))
  }

  @Test func `progress is cut to the width, slowed down and erased`() {
    let painted = Mutex("")
    let line = StatusLine(isActive: true, columns: { 6 }) { text in painted.withLock { $0 += text }
    }
    let start = ContinuousClock.now
    line.show("数据集x", at: start)
    line.show("skipped", at: start + .milliseconds(99))
    line.show("b\nc", at: start + .milliseconds(100))
    line.clear()
    line.clear()
    #expect(painted.withLock { $0 } == "\r数据…\u{1b}[K\rb\u{1b}[K\r\u{1b}[K")
  }

  @Test func `there is no progress without a terminal`() {
    let painted = Mutex("")
    let line = StatusLine(isActive: false, columns: { 80 }) { text in
      painted.withLock { $0 += text }
    }
    line.show("a")
    line.clear()
    #expect(painted.withLock { $0 } == "")
  }

  @Test func `PAGER chooses the pager and cat or nothing none`() {
    #expect(Pager.command(for: "cat") == nil)
    #expect(Pager.command(for: " ") == nil)
    #expect(Pager.command(for: "more -s") == "more -s")
  }

  @Test func `text is long when its rows leave none for the prompt`() {
    #expect(!Pager.isLong("a\nb\n", columns: 10, rows: 3))
    #expect(Pager.isLong("a\nb\nc\n", columns: 10, rows: 3))
    #expect(Pager.isLong("0123456789012345678901\n", columns: 10, rows: 3))
  }

  @Test func `a program on a pseudo terminal is talked to`() throws {
    let pty = try Pty(
      running: "/bin/sh", ["-c", "read x; echo \"got $x\"; stty size; exit 3"],
      environment: ["PATH=/usr/bin:/bin"], columns: 50, rows: 10)
    pty.send("数\r")
    #expect(pty.wait(for: "got 数\n10 50"))
    #expect(pty.exitStatus() == 3)
  }

  @Test func `Ctrl-C reaches a program on a pseudo terminal as a signal`() throws {
    let pty = try Pty(running: "/bin/sh", ["-c", "echo ready; exec sleep 60"])
    #expect(pty.wait(for: "ready"))
    pty.send("\u{3}")
    #expect(pty.exitStatus() == -SIGINT)
  }
}
