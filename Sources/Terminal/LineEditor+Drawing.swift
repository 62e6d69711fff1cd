internal import CEditLine

extension LineEditor {
  /// Texts with more characters than this are shown without colours.
  static let longestPainted = 4_000

  var size: (columns: Int, rows: Int) { Screen.size(of: output) }

  private func layout(columns: Int? = nil) -> CellLayout {
    let (scalars, cursor) = held
    return CellLayout(
      scalars, cursor: cursor, start: prompt.width, columns: columns ?? size.columns)
  }

  /// Shows what libedit cannot: colours, marks and hints.
  func paint() {
    let text = text
    let (columns, rows) = size
    let layout = layout(columns: columns)
    hintIsShown = false
    guard text.shown.count <= Self.longestPainted, layout.end.row + 1 < rows else { return }
    var painter = Painter(
      text: text, layout: layout, columns: columns, indent: prompt.width,
      continuation: continuation)
    let plain = text.buffer.text
    if coloursEnabled, let delegate { painter.colours = delegate.highlight(plain) }
    if let hint = hint(for: text.buffer) { painter.hint = hint }
    hintIsShown = !painter.visibleHint.isEmpty
    write(painter.sequence())
  }

  /// What the text probably goes on with; nil unless the cursor is at its end.
  func hint(for buffer: EditBuffer) -> String? {
    guard hintsEnabled, buffer.isAtEnd, !buffer.scalars.isEmpty else { return nil }
    let text = buffer.text
    let hint = delegate?.hint(for: text) ?? history.continuation(of: text)
    return hint.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Erases the hint, which libedit does not know of.
  func clearHint() {
    guard hintIsShown else { return }
    hintIsShown = false
    write("\u{1b}[K")
  }

  /// Erases prompt and text and leaves the cursor where the prompt started.
  func eraseAll(columns: Int? = nil) {
    hintIsShown = false
    let row = layout(columns: columns).cursor.row
    write((row > 0 ? "\u{1b}[\(row)A" : "") + "\r\u{1b}[J")
  }

  /// Moves the cursor of the terminal to the end of the text.
  func moveToEnd() {
    clearHint()
    let layout = layout()
    write(CellLayout.move(from: layout.cursor, to: layout.end))
  }

  /// Shows another text.
  func show(_ buffer: EditBuffer) -> Int {
    let new = IndentedText(buffer, indent: prompt.width)
    let old = text
    guard new.shown != old.shown else {
      hold(new.shown, cursor: new.cursor)
      return Int(CEL_MOVE.rawValue)
    }
    // Marks stand over blanks that libedit takes for granted when lines come and go.
    guard new.buffer.hasLines || old.buffer.hasLines else {
      hold(new.shown, cursor: new.cursor)
      return Int(CEL_REPAINT.rawValue)
    }
    showAtOnce(buffer)
    return Int(CEL_NOTHING.rawValue)
  }

  /// Shows another text where libedit is not asked to.
  func showAtOnce(_ buffer: EditBuffer) {
    let new = IndentedText(buffer, indent: prompt.width)
    eraseAll()
    hold(new.shown, cursor: new.cursor)
    cel_refresh(editor)
  }

  /// Mends the indent after an edit of libedit's own, and notes the text for undoing.
  func settle() {
    let text = text
    let (scalars, cursor) = held
    undo.note(text.buffer)
    guard text.shown != scalars || text.cursor != cursor else { return }
    eraseAll()
    hold(text.shown, cursor: text.cursor)
    cel_refresh(editor)
  }

  /// Draws all again after the window changed its size.
  func takeNewSize() {
    // Terminals wrap what they show anew, so the row of the cursor follows from the new width.
    eraseAll(columns: size.columns)
    cel_resize(editor)
    cel_refresh(editor)
    repaint()
  }

  /// Takes the terminal back after the process was stopped.
  func takeContinuation() {
    cel_prepare(editor, 0)
    cel_prepare(editor, 1)
    write("\u{1b}[?2004h")
    cel_resize(editor)
    cel_refresh(editor)
    repaint()
  }

  func repaint() {
    if mode == .editing { paint() }
  }
}
