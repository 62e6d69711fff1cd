import Foundation
import TestSupport
import Testing

@testable import ProcessControl
@testable import Terminal

extension TerminalInputTests {
  /// Blocks of lines, pastes and what the terminal does meanwhile.
  @Suite(.serialized) struct BlockEditingTests {
    @Test func `Enter continues an incomplete block and runs a complete one`() throws {
      let session = try EditorSession(prompt: "in > ") { $0.delegate = Words() }
      defer { session.close() }
      session.send("do {\ra 1\rb")
      #expect(session.sees("in > do {\n...    a 1\n...    b"))
      session.send("\u{1b}[A\u{1b}[A\u{1b}[HX\u{1b}OF!\u{1b}[B\u{1b}[B}")
      #expect(session.sees("in > Xdo {!\n...    a 1\n...    b}"))
      session.send("\r")
      #expect(session.result() == .line("Xdo {!\n  a 1\n  b}"))
    }

    @Test func `Backspace at the start of a line joins it with the one above`() throws {
      let session = try EditorSession { $0.hintsEnabled = false }
      defer { session.close() }
      session.send("ab\u{1b}\rcd")
      #expect(session.sees("> ab\n… cd"))
      session.send("\u{1b}[H\u{7f}")
      #expect(session.sees("> abcd"))
      #expect(session.seesNo("…"))
      session.send("\u{1b}\r\u{7f}\r")
      #expect(session.result() == .line("abcd"))
    }

    @Test func `libedit's own edits work on blocks of lines`() throws {
      let session = try EditorSession(settings: "bind ^O ed-delete-prev-word\n")
      defer { session.close() }
      session.send("a b\u{1b}\rcd \u{f}")
      #expect(session.sees("> a b\n…"))
      session.send("\u{f}")
      #expect(session.seesNo("…"))
      session.send("z\r")
      #expect(session.result() == .line("a z"))
    }

    @Test func `a paste never runs and its tabs are blanks`() throws {
      let session = try EditorSession { $0.delegate = Words() }
      defer { session.close() }
      let lines = (1...30).map { "\tline \($0) 数" }
      let pasted = "do {\r" + lines.joined(separator: "\r") + "\r}\r"
      session.send("\u{1b}[200~\(pasted)\u{1b}[201~")
      #expect(session.sees("… " + "  line 30 数\n… }"))
      session.send("\r")
      let expected = lines.map { $0.replacing("\t", with: "  ") }.joined(separator: "\n")
      #expect(session.result() == .line("do {\n\(expected)\n}"))
    }

    @Test func `two thousand pasted lines arrive whole`() throws {
      let session = try EditorSession()
      defer { session.close() }
      let lines = (1...2_000).map { "set x\($0)" }.joined(separator: "\n")
      session.send("\u{1b}[200~\(lines)\u{1b}[201~")
      #expect(session.sees("set x2000"))
      session.send("\r")
      #expect(session.result() == .line(lines))
    }

    @Test(arguments: ["\u{1b}[15~", "\u{1b}[1;2S", "\u{1b}OS", "\u{1b}[[A", "\u{1b}[<0;3;4M"])
    func `unknown keys leave no trace`(key: String) throws {
      let session = try EditorSession()
      defer { session.close() }
      session.send("a\(key)b\r")
      #expect(session.result() == .line("ab"))
    }

    @Test func `the window may change its size while a line is edited`() throws {
      let session = try EditorSession(columns: 80) { $0.hintsEnabled = false }
      defer { session.close() }
      session.send("0123456789 0123456789 0123456789")
      #expect(session.sees("0123456789 0123456789 0123456789"))
      session.resize(columns: 20, rows: 24)
      #expect(session.sees("> 0123456789 0123456\n789 0123456789"))
      session.send("!\r")
      #expect(session.result() == .line("0123456789 0123456789 0123456789!"))
    }

    @Test func `undo goes back word by word and cut text can be yanked`() throws {
      let session = try EditorSession()
      defer { session.close() }
      session.send("one two\u{1f}")
      #expect(session.seesNo("two"))
      session.send("2 3\u{17}\u{1}\u{19}\r")
      #expect(session.result() == .line("3one 2 "))
    }

    @Test func `vi keys from the settings file work beside the editor's own`() throws {
      let session = try EditorSession(settings: "bind -v\n") { $0.hintsEnabled = false }
      defer { session.close() }
      session.send("first\r")
      #expect(session.result() == .line("first"))
      session.send("abc")
      #expect(session.sees("> abc"), "\(session.pty.painted.debugDescription)")
      session.send("\u{1b}")
      #expect(session.pty.wait { $0.screen.column == 4 })
      session.send("0x")
      #expect(session.sees("> bc"))
      session.send("k")
      #expect(session.sees("> first\n> first"))
      session.send("\r")
      #expect(session.result(2) == .line("first"))
    }

    @Test func `being continued draws the line again`() throws {
      let session = try EditorSession()
      defer { session.close() }
      session.send("typed")
      #expect(session.sees("> typed"))
      Interrupt.note(SIGCONT)
      #expect(session.pty.wait { $0.painted.components(separatedBy: "[?2004h").count == 3 })
      session.send("!\r")
      #expect(session.result() == .line("typed!"))
    }
  }
}
