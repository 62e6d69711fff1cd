internal import CEditLine
import Glibc

extension LineEditor {
  /// Texts with more characters than this are shown without colours.
  static let longestColoured = 4_000

  var size: (columns: Int, rows: Int) { Screen.size(of: output) }

  private var content: LineDisplay.Content {
    LineDisplay.Content(prompt: prompt, continuation: continuation, buffer: buffer)
  }

  /// Shows the line as it is now.
  func paint() {
    var content = content
    let text = content.buffer.text
    if content.buffer.scalars.count <= Self.longestColoured {
      if coloursEnabled, let delegate { content.colours = delegate.highlight(text) }
      content.hint = hint(for: content.buffer) ?? ""
    }
    let (columns, rows) = size
    write(display.draw(content, columns: columns, rows: rows))
  }

  /// Shows a text that is not the line, after another prompt.
  func paint(_ text: String, behind prompt: String) {
    let content = LineDisplay.Content(
      prompt: PromptText(prompt), continuation: "", buffer: EditBuffer(text))
    let (columns, rows) = size
    write(display.draw(content, columns: columns, rows: rows))
  }

  /// Shows the line for good, with the cursor after it.
  func finishPainting() {
    var content = content
    if coloursEnabled, let delegate, content.buffer.scalars.count <= Self.longestColoured {
      content.colours = delegate.highlight(content.buffer.text)
    }
    write(display.finish(content, columns: size.columns))
  }

  /// The probable continuation; nil unless the cursor is at its end.
  func hint(for buffer: EditBuffer) -> String? {
    guard hintsEnabled, buffer.isAtEnd, !buffer.scalars.isEmpty else { return nil }
    let text = buffer.text
    let hint = delegate?.hint(for: text) ?? history.continuation(of: text)
    return hint.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Clears the screen and begins at its top.
  func clearScreen() {
    write("\u{1b}[H\u{1b}[2J")
    display = LineDisplay()
  }

  /// Shows the line again after the window changed its size.
  func takeNewSize() {
    let (columns, rows) = size
    display.wrapAgain(content, columns: columns, rows: rows)
    if mode == .editing { paint() }
  }

  /// Takes the terminal back after the process was stopped.
  func takeContinuation() {
    cel_prepare(editor, 0)
    cel_prepare(editor, 1)
    write("\u{1b}[?2004h")
    display = LineDisplay()
    if mode == .editing { paint() }
  }
}
