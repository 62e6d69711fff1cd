import Foundation
import Synchronization
import TestSupport

@testable import ProcessControl
@testable import Terminal

/// A line editor on a pseudo terminal inside the test process, on a thread of its own, and a user.
final class EditorSession {
  private final class Shared: Sendable {
    let results = Mutex<[ReadResult]>([])
    let isOver = Mutex(false)
  }

  let pty: Pty
  private let shared = Shared()

  /// - Parameters:
  ///   - settings: lines for the file that stands for ~/.editrc.
  ///   - prepare: sets the editor up, on its thread.
  init(
    history: String? = nil, settings: String = "", columns: Int = 80, rows: Int = 24,
    prompt: String = "> ", prepare: @escaping @Sendable (LineEditor) -> Void = { _ in }
  ) throws {
    let pty = try Pty(columns: columns, rows: rows)
    self.pty = pty
    let file = NSTemporaryDirectory() + "/editrc-\(UUID().uuidString)"
    try settings.write(toFile: file, atomically: true, encoding: .utf8)
    Interrupt.reset()
    Interrupt.resetTermination()
    let (slave, shared) = (pty.slave, shared)
    Thread.detachNewThread {
      defer { shared.isOver.withLock { $0 = true } }
      guard
        let editor = LineEditor(
          program: "test", historyFile: history, input: slave, output: slave,
          terminal: "xterm-256color", settings: file)
      else { return }
      try? FileManager.default.removeItem(atPath: file)
      prepare(editor)
      while true {
        let result = editor.read(prompt: prompt)
        shared.results.withLock { $0.append(result) }
        if result == .endOfInput { return }
      }
    }
    pty.wait { $0.painted.contains("\u{1b}[?2026l") }
  }

  /// Leaves the editor, whatever it is doing, and waits for its thread.
  func close() {
    Interrupt.note(SIGTERM)
    pty.wait { _ in shared.isOver.withLock { $0 } }
    Interrupt.resetTermination()
  }

  func send(_ text: String) { pty.send(text) }

  /// Presses Ctrl-C; the pair is no controlling terminal, so the signal is noted by hand.
  func interrupt() { Interrupt.note(SIGINT) }

  func resize(columns: Int, rows: Int) {
    pty.resize(columns: columns, rows: rows)
    Interrupt.note(SIGWINCH)
  }

  /// Waits for the `count`th result, and for the prompt after it: keys typed before that belong to
  /// the terminal, which knows other ones.
  func result(_ count: Int = 1) -> ReadResult? {
    pty.wait { _ in shared.results.withLock { $0.count >= count } }
    let result = shared.results.withLock { $0.count >= count ? $0[count - 1] : nil }
    guard let result, result != .endOfInput else { return result }
    pty.wait { pty in
      let reads = pty.painted.components(separatedBy: "\u{1b}[?2004h")
      return reads.count > count + 1 && reads.last?.contains("\u{1b}[?2026l") == true
    }
    return result
  }

  func sees(_ text: String) -> Bool { pty.wait(for: text) }

  func seesNo(_ text: String) -> Bool { pty.wait { !$0.screen.text.contains(text) } }
}

/// A language of a few words whose blocks stand between braces.
struct Words: LineEditorDelegate {
  var words = ["echo", "mnist", "mnist-test", "train"]

  func complete(_ text: String, cursor: Int) -> (replaceFrom: Int, candidates: [Completion]) {
    let before = Array(text.unicodeScalars)[..<cursor]
    let start = (before.lastIndex { $0 == " " || $0 == "\n" } ?? -1) + 1
    let typed = EditBuffer.string(before[start...])
    let fitting = words.filter { $0.hasPrefix(typed) }
    return (
      start,
      fitting.map { Completion($0, ending: $0.hasPrefix("\"") ? "\"" : " ", summary: "does \($0)") }
    )
  }

  func isComplete(_ text: String) -> Bool {
    text.filter { $0 == "{" }.count <= text.filter { $0 == "}" }.count
  }

  func hint(for text: String) -> String? {
    guard let word = words.first(where: { $0.hasPrefix(text) && $0 != text }) else { return nil }
    return String(word.dropFirst(text.count))
  }

  func highlight(_ text: String) -> [(range: Range<Int>, colour: Colour)] {
    let count = text.prefix { $0 != " " && $0 != "\n" }.unicodeScalars.count
    return [(0..<count, .blue)]
  }
}

/// Hands out a path that nothing stands at, in a folder that is not there either, and clears it away.
func withFreshPath<Result>(_ body: (String) throws -> Result) rethrows -> Result {
  let folder = NSTemporaryDirectory() + "/history-\(UUID().uuidString)"
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder + "/state/history")
}
