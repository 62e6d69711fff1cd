internal import CEditLine

extension LineEditor {
  /// Runs what a key is bound to; returns what libedit should do next.
  func run(_ action: Action) -> Int32 {
    let result =
      switch action {
      case .enter: enter()
      case .complete: complete()
      case .search: search()
      case .paste: paste()
      case .up: up()
      case .down: down()
      case .right: right { _ in .max }
      case .end: end()
      case .wordRight: right { EditBuffer.wordEnd(in: $0, after: 0) }
      case .deleteOrEnd: deleteOrEnd()
      case .undo: undo.undo().map(show) ?? nothing
      case .clearScreen: clear()
      default: edit(action)
      }
    return Int32(result)
  }

  var nothing: Int { Int(CEL_NOTHING.rawValue) }

  /// Takes another text, which is shown before the next key is waited for.
  func show(_ buffer: EditBuffer) -> Int {
    hold(buffer)
    return nothing
  }

  private func clear() -> Int {
    clearScreen()
    return nothing
  }

  private func edit(_ action: Action) -> Int {
    var buffer = buffer
    switch action {
    case .newline: buffer.insertNewline()
    case .closingBrace: buffer.insertClosingBrace()
    case .left: buffer.moveLeft()
    case .home: buffer.moveHome()
    case .backspace: buffer.deleteBackward()
    case .delete: buffer.deleteForward()
    case .killWordBack: keep(buffer.killWordBackward())
    case .killWord: keep(buffer.killWordForward())
    case .killToEnd: keep(buffer.killToLineEnd())
    case .killToStart: keep(buffer.killToLineStart())
    case .yank: buffer.insert(killed)
    default: break
    }
    return show(buffer)
  }

  private func keep(_ cut: String) {
    if !cut.isEmpty { killed = cut }
  }

  private func enter() -> Int {
    let buffer = buffer
    guard delegate?.isComplete(buffer.text) ?? true else { return edit(.newline) }
    finishPainting()
    write("\r\n")
    accepted = buffer.text
    return Int(CEL_ACCEPT.rawValue)
  }

  private func deleteOrEnd() -> Int {
    guard buffer.scalars.isEmpty else { return edit(.delete) }
    isEnded = true
    return Int(CEL_END.rawValue)
  }

  private func up() -> Int {
    var buffer = buffer
    guard buffer.isOnFirstLine else {
      buffer.moveUp()
      return show(buffer)
    }
    return history.older(than: buffer).map { show(EditBuffer($0)) } ?? nothing
  }

  private func down() -> Int {
    var buffer = buffer
    guard buffer.isOnLastLine else {
      buffer.moveDown()
      return show(buffer)
    }
    return history.newer(than: buffer).map { show(EditBuffer($0)) } ?? nothing
  }

  private func end() -> Int {
    var buffer = buffer
    guard !buffer.isAtEnd else { return right { _ in .max } }
    buffer.moveToLineEnd()
    return show(buffer)
  }

  /// Moves right; at the end takes as much of the hint as `count` says.
  private func right(_ count: ([Unicode.Scalar]) -> Int) -> Int {
    var buffer = buffer
    // In an empty line, hints say how to end what is open.
    if buffer.scalars.last(where: { $0 != " " }) != "\n", let hint = hint(for: buffer) {
      let scalars = Array(hint.unicodeScalars)
      buffer.insert(EditBuffer.string(scalars.prefix(count(scalars))))
    } else {
      let rest = Array(buffer.scalars[buffer.cursor...])
      let step = count(rest)
      if step == .max { buffer.moveRight() } else { buffer.cursor += step }
    }
    return show(buffer)
  }

  // MARK: Completion

  private func complete() -> Int {
    var buffer = buffer
    guard let delegate else { return nothing }
    let (start, candidates) = delegate.complete(buffer.text, cursor: buffer.cursor)
    guard (0...buffer.cursor).contains(start), let first = candidates.first else { return nothing }
    let typed = EditBuffer.string(buffer.scalars[start..<buffer.cursor])
    if candidates.count == 1 {
      buffer.replace(start..<buffer.cursor, with: first.text + ending(of: first, in: buffer))
      return show(buffer)
    }
    let common = CompletionList.commonPrefix(candidates.map(\.text))
    if common.unicodeScalars.count > typed.unicodeScalars.count {
      buffer.replace(start..<buffer.cursor, with: common)
      return show(buffer)
    }
    guard listed != buffer else { return nothing }
    list(candidates)
    listed = buffer
    return nothing
  }

  /// The separator between a completed word and the next one, where it is missing.
  private func ending(of word: Completion, in buffer: EditBuffer) -> String {
    let next = buffer.isAtEnd ? "" : String(buffer.scalars[buffer.cursor])
    return next == word.ending || next == "\n" && word.ending == " " ? "" : word.ending
  }

  private func list(_ candidates: [Completion]) {
    finishPainting()
    let (columns, rows) = size
    let lines = CompletionList.rows(candidates, columns: columns, rows: rows / 2)
    write(lines.map { "\r\n" + $0 }.joined() + "\r\n")
  }
}
