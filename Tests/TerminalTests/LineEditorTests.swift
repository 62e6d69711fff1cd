import Foundation
import TestSupport
import Testing

@testable import Terminal

extension TerminalInputTests {
  /// The editor as a person meets it; one at a time, for signals are the whole process's.
  @Suite(.serialized) struct LineEditorTests {
    @Test(arguments: ["hello", "é", "数据 ok", "e\u{301}a", "😀 x", ""])
    func `typed text comes back as it is`(text: String) throws {
      let session = try EditorSession()
      defer { session.close() }
      session.send(text + "\r")
      #expect(session.result() == .line(text))
    }

    @Test func `wide characters are inserted in the middle`() throws {
      let session = try EditorSession()
      defer { session.close() }
      session.send("数é b\u{1b}[D\u{1b}[D据")
      #expect(session.sees("> 数é据 b"))
      #expect(session.pty.wait { $0.screen.column == 7 })
      session.send("\r")
      #expect(session.result() == .line("数é据 b"))
    }

    @Test func `a line may be wider than the screen`() throws {
      let session = try EditorSession(columns: 20)
      defer { session.close() }
      let line = String(repeating: "0123456789", count: 5)
      session.send(line + "\u{1b}[HX")
      #expect(session.sees("> X01234567890123456\n78901234567890123456\n7890123456789"))
      session.send("\r")
      #expect(session.result() == .line("X" + line))
    }

    @Test func `Ctrl-C drops the line and shows it`() throws {
      let session = try EditorSession()
      defer { session.close() }
      session.send("drop me")
      #expect(session.sees("> drop me"))
      session.interrupt()
      #expect(session.result() == .interrupted)
      #expect(session.sees("> drop me^C"))
      session.send("kept\r")
      #expect(session.result(2) == .line("kept"))
    }

    @Test func `Ctrl-D ends on an empty line and deletes on text`() throws {
      let session = try EditorSession()
      session.send("ab\u{4}\u{1b}[D\u{4}\r")
      #expect(session.result() == .line("a"))
      session.send("\u{4}")
      #expect(session.result(2) == .endOfInput)
    }

    @Test func `a request to end the process ends the input`() throws {
      let session = try EditorSession()
      session.send("half")
      #expect(session.sees("half"))
      session.close()
      #expect(session.result() == .endOfInput)
    }

    @Test func `Up finds lines that start alike and Down brings the unsaved line back`() throws {
      let session = try EditorSession { $0.hintsEnabled = false }
      defer { session.close() }
      for line in ["train a", "show b", "train c"] { session.send(line + "\r") }
      #expect(session.result(3) == .line("train c"))
      session.send("tr\u{1b}[A")
      #expect(session.sees("> train c\n> train c"))
      session.send("\u{1b}[A")
      #expect(session.sees("> train c\n> train a"))
      session.send("\u{1b}[B\u{1b}[B!")
      #expect(session.sees("> train c\n> tr!"))
    }

    @Test func `history is kept in a file that the next editor reads`() throws {
      try withFreshPath { path in
        let first = try EditorSession(history: path) { $0.delegate = Words() }
        first.send("do {\rx\r}\r")
        #expect(first.result() == .line("do {\n  x\n}"))
        first.send(" secret\r")
        #expect(first.result(2) == .line(" secret"))
        first.close()
        let second = try EditorSession(history: path)
        defer { second.close() }
        second.send("\u{1b}[A")
        #expect(second.sees("> do {\n…   x\n… }"))
        second.send("\r")
        #expect(second.result() == .line("do {\n  x\n}"))
      }
    }

    @Test func `a history file that cannot be written is reported once`() throws {
      let session = try EditorSession(history: "/proc/no/history")
      defer { session.close() }
      session.send("one\rtwo\r")
      #expect(session.result(2) == .line("two"))
      #expect(session.sees("the history cannot be saved in /proc/no/history: "))
      let reports = session.pty.screen.text.components(separatedBy: "cannot be saved").count - 1
      #expect(reports == 1)
    }

    @Test func `Ctrl-R searches and the ending key does its work`() throws {
      let session = try EditorSession { $0.hintsEnabled = false }
      defer { session.close() }
      for line in ["train alpha", "train beta", "show"] { session.send(line + "\r") }
      #expect(session.result(3) == .line("show"))
      session.send("\u{12}tra")
      #expect(session.sees("(search) 'tra': train beta"))
      session.send("\u{12}")
      #expect(session.sees("(search) 'tra': train alpha"))
      session.send("\u{12}")
      #expect(session.sees("(no match) 'tra': train alpha"))
      session.send("\u{1b}[D!")
      #expect(session.sees("> train alph!a"))
      session.send("\r")
      #expect(session.result(4) == .line("train alph!a"))
    }

    @Test func `Ctrl-G leaves the search with the line as it was`() throws {
      let session = try EditorSession()
      defer { session.close() }
      session.send("train\r")
      #expect(session.result() == .line("train"))
      session.send("mine\u{12}tr")
      #expect(session.sees("(search) 'tr': train"))
      session.send("\u{7}")
      #expect(session.sees("> mine"))
      session.send("\r")
      #expect(session.result(2) == .line("mine"))
    }

    @Test func `Tab completes and the second one lists`() throws {
      let session = try EditorSession { $0.delegate = Words() }
      defer { session.close() }
      session.send("e\t")
      #expect(session.sees("> echo"))
      session.send("mn\t")
      #expect(session.sees("> echo mnist"))
      session.send("\t\t")
      #expect(session.sees("mnist       does mnist\nmnist-test  does mnist-test\n> echo mnist"))
      session.send("-\t\r")
      #expect(session.result() == .line("echo mnist-test "))
    }

    @Test func `the rest of a candidate is inserted unless it is already there`() throws {
      let session = try EditorSession { $0.delegate = Words(words: ["\"a file"]) }
      defer { session.close() }
      session.send("\"a\t\r")
      #expect(session.result() == .line("\"a file\""))
      session.send("\"a\"\u{2}\t\r")
      #expect(session.result(2) == .line("\"a file\""))
    }

    @Test(arguments: ["\u{1b}[C", "\u{1b}OF", "\u{5}", "\u{6}", "\u{1b}[1;5C"])
    func `a hint is shown faintly and taken`(key: String) throws {
      let session = try EditorSession { $0.delegate = Words() }
      defer { session.close() }
      session.send("tr")
      #expect(session.sees("> train"))
      #expect(session.pty.screen.style(of: "ain") == "2")
      session.send(key + "!\r")
      #expect(session.result() == .line("train!"))
    }

    @Test func `a hint that is not taken is no part of the line`() throws {
      let session = try EditorSession { $0.delegate = Words() }
      defer { session.close() }
      session.send("tr")
      #expect(session.sees("> train"))
      session.send("\r")
      #expect(session.result() == .line("tr"))
      #expect(session.seesNo("train"))
    }

    @Test func `text is coloured while it is typed unless switched off`() throws {
      let coloured = try EditorSession { $0.delegate = Words() }
      coloured.send("echo 12")
      #expect(coloured.pty.wait { $0.screen.style(of: "echo") == "34" })
      #expect(coloured.pty.screen.style(of: "12") == "0")
      coloured.close()
      let plain = try EditorSession {
        $0.delegate = Words()
        ($0.coloursEnabled, $0.hintsEnabled) = (false, false)
      }
      defer { plain.close() }
      plain.send("echo 12")
      #expect(plain.sees("> echo 12"))
      #expect(plain.pty.screen.style(of: "echo") == "0")
    }

    @Test func `a coloured prompt leaves the cursor right after it`() throws {
      let session = try EditorSession(prompt: "\u{1b}[1;32m[数]\u{1b}[0m > ")
      defer { session.close() }
      session.send("a")
      #expect(session.sees("[数] > a"))
      #expect(session.pty.screen.column == 8)
      #expect(session.pty.screen.style(of: "[数]") != "0")
    }
  }
}
