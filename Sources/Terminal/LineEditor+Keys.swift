internal import CEditLine
internal import CProcess
import Glibc
import ProcessControl

extension LineEditor {
  /// Milliseconds after which an Escape stands alone.
  static let escapePatience: Int32 = 40

  private enum Input {
    case byte(UInt8)
    case signal
    case closed
  }

  private func nextInput() -> Input {
    var byte: UInt8 = 0
    switch cpr_read(input, &byte, 1) {
    case 1: return .byte(byte)
    case Int(CPR_SIGNAL.rawValue): return .signal
    default: return .closed
    }
  }

  /// Gives libedit its next character: 1, 0 at the end of input, -1 to leave the line.
  func nextCharacter(_ character: UnsafeMutablePointer<wchar_t>) -> Int32 {
    guard !isInterrupted, !isEnded else { return -1 }
    if pushedBack.isEmpty, mode == .editing {
      if let text = given {
        given = nil
        hold(EditBuffer(text))
      }
      undo.note(buffer)
      if cpr_pending(input) == 0 { paint() }
    }
    while pushedBack.isEmpty {
      guard readMore() else { return isEnded ? 0 : -1 }
    }
    let next = pushedBack.removeFirst()
    if next != 0x09 { listed = nil }
    character.pointee = wchar_t(bitPattern: next)
    return 1
  }

  /// Waits for one byte or event; false when the line is over.
  private func readMore() -> Bool {
    if decoder.isInsideEscape, cpr_wait(input, Self.escapePatience) == 0 {
      pushedBack += decoder.timeout()
      return true
    }
    switch nextInput() {
    case .byte(let byte): pushedBack += decoder.feed(byte)
    case .signal: return takeSignals()
    case .closed: isEnded = true
    }
    return !isEnded
  }

  private func takeSignals() -> Bool {
    if Interrupt.terminationRequested { isEnded = true }
    if Interrupt.count > 0 { isInterrupted = true }
    guard !isEnded, !isInterrupted else {
      finishPainting()
      return false
    }
    if cpr_take_continue() != 0 { takeContinuation() }
    if cpr_take_resize() != 0 { takeNewSize() }
    return true
  }

  /// Inserts everything up to the end of the paste.
  func paste() -> Int {
    var reader = PasteReader()
    reading: while true {
      switch nextInput() {
      case .byte(let byte): if reader.feed(byte) { break reading }
      case .signal: guard takeSignals() else { return nothing }
      case .closed:
        isEnded = true
        return nothing
      }
    }
    var buffer = buffer
    buffer.insert(delegate?.pasted(reader.text) ?? reader.text)
    return show(buffer)
  }
}
