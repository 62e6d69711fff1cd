import Journal
import Language
import ProcessControl
import Workbench

extension TerminalHost {
  /// The prompt where the user types, else the script on standard input: a file is read at once, of
  /// anything else, and in a lesson, whose answers are no commands, each runs as soon as it is whole.
  func standardInput() -> Int32 {
    if screen.inputIsTerminal { return Shell(self).run() }
    return finish {
      if LineInput.isRegularFile(), interpreter.unfinishedLesson == nil {
        try wholeInput()
      } else {
        try streamedInput()
      }
    }
  }

  private func wholeInput() throws(Failure) {
    switch LineInput().rest() {
    case .line(let text): try interpreter.script(text, label: "stdin")
    case .failed(let why): throw ScriptStream.failure(why)
    case .end, .interrupted: return
    }
  }

  private func streamedInput() throws(Failure) {
    // A later command may go back to any state.
    interpreter.session.keepTimeline()
    var stream = ScriptStream()
    while let piece = try stream.next() {
      do throws(Failure) {
        try interpreter.script(piece.text, label: "stdin", continues: true)
      } catch { throw error.below(lines: piece.linesBefore) }
      if interpreter.hasQuit || Interrupt.exitCode != nil { return }
    }
  }
}
