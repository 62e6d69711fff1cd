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

  @Test func `lines above the progress line are drawn when they change, and erased with it`() {
    let painted = Mutex("")
    let columns = Mutex(20)
    let stops = Mutex(0)
    let line = StatusLine(
      isActive: true, columns: { columns.withLock { $0 } },
      continuations: { stops.withLock { $0 } }
    ) { text in painted.withLock { $0 += text } }
    let start = ContinuousClock.now
    func show(_ text: String, _ above: [String], _ place: Int) -> String {
      painted.withLock { $0 = "" }
      line.show(at: start + .milliseconds(100 * place), above: { _ in above }) { _, _ in text }
      return painted.withLock { $0 }
    }
    #expect(show("1", ["a", "b"], 0) == "\r\u{1b}[Ja\r\nb\r\n\r1\u{1b}[K")
    #expect(show("2", ["a", "b"], 1) == "\r2\u{1b}[K")
    #expect(show("3", ["a", "c"], 2) == "\r\u{1b}[2A\u{1b}[Ja\r\nc\r\n\r3\u{1b}[K")
    columns.withLock { $0 = 10 }
    #expect(show("4", ["a"], 3) == "\r\u{1b}[J\r\u{1b}[Ja\r\n\r4\u{1b}[K")
    // Behind Ctrl-Z and fg, the words of the shell stay.
    stops.withLock { $0 = 1 }
    #expect(show("5", ["a"], 4) == "\r\u{1b}[J\r\u{1b}[Ja\r\n\r5\u{1b}[K")
    painted.withLock { $0 = "" }
    line.clear()
    #expect(painted.withLock { $0 } == "\r\u{1b}[1A\u{1b}[J")
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

  @Test func `PAGER chooses the pager; cat or an empty value means none`() {
    #expect(Pager.command(for: "cat") == nil)
    #expect(Pager.command(for: " ") == nil)
    #expect(Pager.command(for: "more -s") == "more -s")
  }

  @Test func `text is long when two screens do not hold it with the prompt`() {
    #expect(!Pager.isLong("a\nb\nc\nd\ne\n", columns: 10, rows: 3))
    #expect(Pager.isLong("a\nb\nc\nd\ne\nf\n", columns: 10, rows: 3))
    #expect(Pager.isLong(String(repeating: "0", count: 51) + "\n", columns: 10, rows: 3))
  }

  @Test(arguments: [
    (["TERM": "xterm-kitty"], InlineImages.kitty), (["TERM": "xterm-ghostty"], .kitty),
    (["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"], .iterm2),
    (["TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"], .iterm2),
    (["TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"], .iterm2),
    (["TERM": "xterm-256color"], nil), ([:], nil),
    (["TERM": "tmux-256color", "LC_TERMINAL": "iTerm2"], nil),
    (["TERM": "xterm-kitty", "TMUX": "/tmp/tmux"], nil),
    (["TERM": "screen", "TERM_PROGRAM": "iTerm.app"], nil),
  ])
  func `inline images are used where the terminal says that it knows them`(
    environment: [String: String], found: InlineImages?
  ) {
    #expect(InlineImages.detected(in: environment) == found)
  }

  @Test func `a picture goes to kitty in pieces and to iTerm2 at once`() {
    let picture = [UInt8](repeating: 7, count: 5000)
    let kitty = InlineImages.kitty.sequence(png: picture)
    #expect(kitty.hasPrefix("\u{1b}_Ga=T,f=100,q=2,m=1;"))
    #expect(kitty.components(separatedBy: "\u{1b}_G").count == 3)
    #expect(kitty.contains("\u{1b}_Gm=0;") && kitty.hasSuffix("\u{1b}\\"))
    let iterm = InlineImages.iterm2.sequence(png: picture)
    #expect(iterm.hasPrefix("\u{1b}]1337;File=inline=1;size=5000:BwcH") && iterm.hasSuffix("\u{7}"))
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
