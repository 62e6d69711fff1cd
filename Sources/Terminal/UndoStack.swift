/// The states a line went through; typing within a word is one step.
struct UndoStack {
  private var states: [EditBuffer] = []
  private var current = EditBuffer()

  static let limit = 500

  /// Notes the state after a key.
  mutating func note(_ buffer: EditBuffer) {
    guard buffer.scalars != current.scalars else {
      current.cursor = buffer.cursor
      return
    }
    if !continuesWord(buffer) {
      states.append(current)
      if states.count > Self.limit { states.removeFirst() }
    }
    current = buffer
  }

  /// The state before the last step.
  mutating func undo() -> EditBuffer? {
    guard let last = states.popLast() else { return nil }
    current = last
    return last
  }

  private func continuesWord(_ next: EditBuffer) -> Bool {
    guard next.scalars.count == current.scalars.count + 1, next.cursor == current.cursor + 1,
      let typed = next.scalars[..<next.cursor].last, !typed.properties.isWhitespace,
      let before = current.scalars[..<current.cursor].last, !before.properties.isWhitespace
    else { return false }
    return !states.isEmpty
  }
}
