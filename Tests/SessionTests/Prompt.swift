import Foundation
import TestSupport
import Testing

/// The real program on a pseudo terminal of 80 x 24, and the person in front of it.
final class Prompt {
  let program: Program
  let pty: Pty

  /// Starts it in the home of `program`; `arguments` come after `--home` and `--threads 1`.
  init(
    _ program: Program, _ arguments: [String] = [], environment: [String: String] = [:]
  ) throws {
    self.program = program
    let own = ["--home", program.folder.path, "--threads", "1"]
    pty = try Pty(
      running: Program.path, arguments + own,
      environment: program.environment.merging(environment) { $1 }.map { "\($0)=\($1)" })
  }

  /// What is visible.
  var screen: String { pty.screen.text }

  /// Waits for the empty prompt of command `number`.
  @discardableResult
  func ready(_ number: Int) -> Bool {
    pty.wait { $0.screen.text.hasSuffix("[\(number)] >") }
  }

  /// Types what a line needs and does not run it.
  func type(_ text: String) { pty.send(text) }

  /// Runs journaled lines, the first of which gets the number `first`.
  func run(_ lines: String..., from first: Int) {
    for (place, line) in lines.enumerated() {
      pty.send(line + "\r")
      #expect(ready(first + place + 1), "\(line): \(screen)")
    }
  }

  /// Runs a line that the journal does not keep, waits for `words` and for the prompt after them.
  func run(_ line: String, shows words: String..., at number: Int) {
    let before = screen
    pty.send(line + "\r")
    // What is looked for may stand there already.
    #expect(pty.wait { $0.screen.text != before }, "\(line): \(screen)")
    for word in words { #expect(sees(word), "\(line): \(screen)") }
    #expect(ready(number), "\(line): \(screen)")
  }

  /// Waits for a text that may be wrapped between words.
  func sees(_ text: String) -> Bool {
    pty.wait { pty in
      pty.screen.text.contains(text)
        || pty.screen.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
          .contains(text)
    }
  }

  /// Drops the line with Ctrl-C.
  func drop(_ number: Int) {
    let count = screen.ranges(of: "press Ctrl-D or type quit to leave").count
    pty.send("\u{3}")
    #expect(
      pty.wait { $0.screen.text.ranges(of: "press Ctrl-D or type quit to leave").count > count },
      "\(screen)")
    #expect(ready(number))
  }

  /// Leaves with Ctrl-D.
  func leave() {
    pty.send("\u{4}")
    #expect(pty.exitStatus() == 0, "\(pty.painted)")
  }
}
