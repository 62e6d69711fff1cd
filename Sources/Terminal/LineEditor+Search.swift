internal import CEditLine
import Glibc

extension LineEditor {
  private enum Ending {
    case keep(pushing: UInt32?)
    case drop
  }

  /// Searches history while the prompt shows the pattern; the key that ends it is run afterwards.
  func search() -> Int {
    let start = buffer
    var search = HistorySearch(history.entries)
    mode = .searching
    let ending = follow(&search, from: start)
    mode = .editing
    guard case .keep(let key) = ending else { return nothing }
    if let match = search.match {
      hold(EditBuffer(search.entries[match]))
      history.visit(match, insteadOf: start.text)
    }
    if let key { pushedBack.insert(key, at: 0) }
    return nothing
  }

  private func follow(_ search: inout HistorySearch, from start: EditBuffer) -> Ending {
    while true {
      let match = (search.found ?? start.text).replacing("\n", with: " ⏎ ")
      paint(match, behind: "(\(search.failed ? "no match" : "search")) '\(search.pattern)': ")
      var raw: wchar_t = 0
      guard cel_next(editor, &raw) == 1, let key = Unicode.Scalar(UInt32(bitPattern: raw)) else {
        return .drop
      }
      switch key.value {
      case 0x12: search.older()
      case 0x07: return .drop
      case 0x08, 0x7f: search.erase()
      case 0x1b: return .keep(pushing: nil)
      case 0..<0x20, 0x80..<0xa0: return .keep(pushing: key.value)
      default: search.type(key)
      }
    }
  }
}
