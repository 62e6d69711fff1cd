import Foundation
import TestSupport
import Testing

/// Ctrl-C and what else the terminal sends, outside of a line that is edited.
@Suite(.serialized) struct InterruptTests {
  let program: Program

  init() throws { program = try Program() }

  /// Runs a script of the shell whose `$1` is the program, in its folder.
  private func shell(_ script: String) throws -> Pty {
    try Pty(
      running: "/bin/sh",
      ["-c", "cd \"$HOME\"; p=$1; " + script, "sh", Program.path],
      environment: program.environment.map { "\($0)=\($1)" })
  }

  /// The program, which waits for standard input that never ends.
  private static let waiting = "exec \"$p\" --journal j --no-color <> fifo"
  /// The program, which waits where it does not look at signals: for a reader that does not read.
  private static let deaf = """
    sleep 600 < fifo & exec "$p" run s.session --journal j --no-color > fifo
    """

  @Test func `the second Ctrl-C is answered and the third ends an unresponsive process`() throws {
    try #require(mkfifo(program.folder.path + "/fifo", 0o600) == 0)
    try program.folder.write(String(repeating: "help\n", count: 100), to: "s.session")
    let reading = open(program.folder.path + "/fifo", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    defer { close(reading) }
    let pty = try shell(Self.deaf)
    let bytesWaiting: UInt = 0x541B
    var waiting: Int32 = 0
    // It is stuck when the pipe takes no more.
    #expect(
      pty.wait { _ in
        let before = waiting
        usleep(100_000)
        return ioctl(reading, bytesWaiting, &waiting) == 0 && waiting == before && waiting > 10_000
      })
    // Signals that come before the last is handled count as one, so it may take more than two.
    let answer = "still stopping; press Ctrl-C once more to end at once"
    for _ in 1...20 where !pty.painted.contains(answer) {
      pty.send("\u{3}")
      _ = pty.wait(for: answer, seconds: 2)
    }
    try #require(pty.painted.contains(answer), "\(pty.painted)")
    pty.send("\u{3}")
    #expect(pty.exitStatus() == 130, "\(pty.painted)")
    // It ends without a goodbye.
    #expect(try program.run("check", "j").status == 5)
  }

  @Test func `Ctrl-C ends what waits for standard input`() throws {
    try #require(mkfifo(program.folder.path + "/fifo", 0o600) == 0)
    let pty = try shell(Self.waiting)
    #expect(pty.wait { _ in (try? program.folder.text("j").isEmpty) == false })
    var status: Int32?
    // It may come before the program can hear it.
    for _ in 1...20 where status == nil {
      pty.send("\u{3}")
      status = pty.exitStatus(seconds: 1)
    }
    #expect(status == 130, "\(pty.painted)")
  }

  @Test func `signals that were ignored stay ignored`() throws {
    try #require(mkfifo(program.folder.path + "/fifo", 0o600) == 0)
    let pty = try shell(
      """
      trap '' INT QUIT; \(Self.waiting.replacing("exec ", with: "")) &
      for i in $(seq 400); do [ -s j ] && break; sleep 0.05; done; grep SigIgn /proc/$!/status; kill -9 $!; wait
      """)
    #expect(pty.exitStatus() != nil)
    let digits = try #require(pty.painted.firstMatch(of: #/SigIgn:\s*([0-9a-f]+)/#)).1
    let mask = try #require(UInt64(digits, radix: 16))
    #expect(mask & 6 == 6)
  }

  @Test func `a pager has the echo and its own Ctrl-C`() throws {
    let pager = "sh -c 'trap : INT; stty -a </dev/tty; cat >/dev/null; read x </dev/tty; echo got'"
    let prompt = try Prompt(program, ["--no-color"], environment: ["PAGER": pager])
    #expect(prompt.ready(1))
    prompt.type("apropos a\r")
    #expect(prompt.sees("icanon iexten echo echoe"), "\(prompt.screen)")
    // The terminal drops what waits at a Ctrl-C, so that one that is answered must come after all.
    for _ in 1...4 {
      prompt.type("\u{3}")
      usleep(100_000)
    }
    prompt.type("\r")
    #expect(prompt.sees("got"), "\(prompt.screen)")
    #expect(prompt.ready(1), "\(prompt.screen)")
    #expect(!prompt.pty.painted.contains("still stopping"))
    prompt.leave()
  }

  @Test func `Ctrl-C at the question of step stops nothing that comes after it`() throws {
    try program.folder.write(
      """
      data d = glyphs split=2
      model w = mlp hidden=8
      learner l = finetune model=w
      train l on d steps=3

      """, to: "some.session")
    let prompt = try Prompt(program, ["--no-color"])
    #expect(prompt.ready(1))
    prompt.type("step \"~/some.session\"\r")
    for place in 1...3 {
      #expect(prompt.sees("\(place)/4"))
      prompt.type("\r")
    }
    // The questions before are on the screen too.
    #expect(prompt.pty.wait { $0.screen.text.ranges(of: "quit:").count == 4 }, "\(prompt.screen)")
    prompt.type("\u{3}")
    #expect(prompt.sees("quit: ^C"), "\(prompt.screen)")
    // The question is asked again.
    prompt.type("\r")
    #expect(prompt.pty.wait { $0.screen.text.ranges(of: "4/4").count == 2 }, "\(prompt.screen)")
    prompt.type("\r")
    #expect(
      prompt.pty.wait { $0.screen.text.contains("  end of ") } && prompt.ready(5),
      "\(prompt.screen)")
    #expect(!prompt.pty.painted.contains("stopped after"))
    prompt.leave()
  }

  @Test func `the terminal is restored when input fails`() throws {
    let pty = try shell(
      "export SWIFT_BACKTRACE=enable=no; exec \"$p\" --home . --no-journal --no-color </dev/tty")
    #expect(pty.wait { $0.screen.text.hasSuffix("[1] >") })
    pty.signal(SIGQUIT)
    #expect(pty.exitStatus() == -SIGQUIT)
    #expect(pty.painted.contains("\u{1b}[?2004l\u{1b}[?25h\u{1b}[0m"))
  }
}
