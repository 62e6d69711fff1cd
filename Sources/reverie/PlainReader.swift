import Host
import Language
import ProcessControl
import Terminal
import Workbench

/// Asks for a line, or a block of lines.
protocol PromptReader: AnyObject {
  /// - Parameters:
  ///   - prompt: one line; may hold colours.
  ///   - text: what is there to be edited, where lines can be edited.
  func read(prompt: String, text: String) -> ReadResult
}

extension LineEditor: PromptReader {
  func read(prompt: String, text: String) -> ReadResult {
    read(prompt: prompt, continuation: "...", text: text)
  }
}

/// A prompt on a terminal that knows no escape sequences, or whose output goes elsewhere.
final class PlainReader: PromptReader {
  private let input = LineInput()
  /// The user sees standard error when standard output is redirected.
  private let screen =
    StandardStreams.output.isTerminal ? StandardStreams.output : StandardStreams.errors

  func read(prompt: String, text: String) -> ReadResult {
    Keyboard.unmute()
    screen.write(text.isEmpty ? prompt : "(\(Console.safe(text)))\n\(prompt)")
    var typed = ""
    while true {
      switch input.next() {
      case .line(let line):
        typed += typed.isEmpty ? line : "\n" + line
        if Parser.isComplete(typed) { return .line(PastedSession.commands(in: typed)) }
        screen.write("... ")
      case .interrupted where Interrupt.count > 0:
        screen.line("^C")
        return .interrupted
      case .end, .interrupted, .failed:
        screen.line()
        return .endOfInput
      }
    }
  }
}
