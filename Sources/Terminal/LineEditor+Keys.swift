internal import CEditLine
import Glibc

extension LineEditor {
  /// Milliseconds after which an Escape stands alone.
  static let escapePatience: Int32 = 40

  /// Gives libedit its next character: 1, 0 at the end of input, -1 to leave the line.
  func nextCharacter(_ character: UnsafeMutablePointer<wchar_t>) -> Int32 {
    guard !isInterrupted, !isEnded else { return -1 }
    if pushedBack.isEmpty, mode == .editing {
      if let text = given {
        given = nil
        showAtOnce(EditBuffer(text))
      }
      settle()
      if cel_pending(input) == 0 { paint() }
    }
    while pushedBack.isEmpty {
      guard readMore() else { return isEnded ? 0 : -1 }
    }
    let next = pushedBack.removeFirst()
    clearHint()
    if next != 0x09 { listed = nil }
    character.pointee = wchar_t(bitPattern: next)
    return 1
  }

  /// Waits for one byte or event; false when the line is over.
  private func readMore() -> Bool {
    if decoder.isInsideEscape, cel_wait(input, Self.escapePatience) == 0 {
      pushedBack += decoder.timeout()
      return true
    }
    var byte: UInt8 = 0
    switch cel_read_byte(input, &byte) {
    case Int32(CEL_BYTE.rawValue): pushedBack += decoder.feed(byte)
    case Int32(CEL_SIGNAL.rawValue): return takeSignals()
    default: isEnded = true
    }
    return !isEnded
  }

  private func takeSignals() -> Bool {
    if Interrupt.terminationRequested { isEnded = true }
    if Interrupt.count > 0 { isInterrupted = true }
    guard !isEnded, !isInterrupted else {
      moveToEnd()
      return false
    }
    if cel_take_continue() != 0 { takeContinuation() }
    if cel_take_resize() != 0 { takeNewSize() }
    return true
  }

  /// Inserts everything up to the end of the paste.
  func paste() -> Int {
    var reader = PasteReader()
    var byte: UInt8 = 0
    reading: while true {
      switch cel_read_byte(input, &byte) {
      case Int32(CEL_BYTE.rawValue):
        if reader.feed(byte) { break reading }
      case Int32(CEL_SIGNAL.rawValue):
        guard takeSignals() else { return Int(CEL_NOTHING.rawValue) }
      default:
        isEnded = true
        return Int(CEL_NOTHING.rawValue)
      }
    }
    var buffer = text.buffer
    buffer.insert(reader.text)
    return show(buffer)
  }
}
