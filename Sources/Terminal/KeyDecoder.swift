/// Keys that terminals send as escape sequences.
///
/// libedit binds only codes below 256, so each key becomes a code of 0x80...0x9f. Nobody types
/// those: they are control characters, which the decoder drops when they come as UTF-8.
enum SpecialKey: UInt8, CaseIterable {
  case up = 0x80
  case down, right, left, home, end, delete, paste, wordRight, wordLeft, newline

  /// The code in libedit's notation.
  var stroke: String { "\\" + String(rawValue, radix: 8) }

  fileprivate static let sequences: [String: SpecialKey] = [
    "[A": .up, "OA": .up, "[B": .down, "OB": .down, "[C": .right, "OC": .right, "[D": .left,
    "OD": .left, "[H": .home, "OH": .home, "[1~": .home, "[7~": .home, "[F": .end, "OF": .end,
    "[4~": .end, "[8~": .end, "[3~": .delete, "[200~": .paste, "[1;5C": .wordRight,
    "[1;3C": .wordRight, "[5C": .wordRight, "Oc": .wordRight, "[1;5D": .wordLeft,
    "[1;3D": .wordLeft, "[5D": .wordLeft, "Od": .wordLeft, "[13;2u": .newline,
    "[13;3u": .newline, "[13;5u": .newline, "[27;2;13~": .newline, "[27;3;13~": .newline,
    "[27;5;13~": .newline,
  ]
}

/// Decodes characters from the bytes of a terminal: UTF-8, escape sequences, Alt with a key.
struct KeyDecoder {
  private enum State: Equatable {
    case ready
    case multibyte(missing: Int, value: UInt32)
    case escape
    case sequence(String)
  }

  private var state = State.ready

  /// Longer sequences are dropped up to here and the rest is read as text.
  static let longestSequence = 64

  /// True while only a timeout can decide whether an Escape stands alone.
  var isInsideEscape: Bool {
    switch state {
    case .escape, .sequence: true
    default: false
    }
  }

  /// Takes one byte; returns the characters it completes, none for what nobody can bind.
  mutating func feed(_ byte: UInt8) -> [UInt32] {
    switch state {
    case .ready: return start(byte)
    case .multibyte(let missing, let value): return follow(byte, missing: missing, value: value)
    case .escape: return afterEscape(byte)
    case .sequence(let text): return continueSequence(text, byte)
    }
  }

  /// Nothing came after an Escape: it was a key of its own, an unfinished sequence is dropped.
  mutating func timeout() -> [UInt32] {
    defer { state = .ready }
    return state == .escape ? [0x1b] : []
  }

  private mutating func start(_ byte: UInt8) -> [UInt32] {
    switch byte {
    case 0x1b: state = .escape
    case 0: break
    case 0..<0x80: return [UInt32(byte)]
    case 0xc2..<0xe0: state = .multibyte(missing: 1, value: UInt32(byte & 0x1f))
    case 0xe0..<0xf0: state = .multibyte(missing: 2, value: UInt32(byte & 0x0f))
    case 0xf0..<0xf5: state = .multibyte(missing: 3, value: UInt32(byte & 0x07))
    default: break
    }
    return []
  }

  private mutating func follow(_ byte: UInt8, missing: Int, value: UInt32) -> [UInt32] {
    guard byte & 0xc0 == 0x80 else {
      state = .ready
      return start(byte)
    }
    let value = value << 6 | UInt32(byte & 0x3f)
    guard missing == 1 else {
      state = .multibyte(missing: missing - 1, value: value)
      return []
    }
    state = .ready
    guard Unicode.Scalar(value) != nil, value >= 0xa0 else { return [] }
    return [value]
  }

  private mutating func afterEscape(_ byte: UInt8) -> [UInt32] {
    state = .ready
    switch byte {
    case UInt8(ascii: "["), UInt8(ascii: "O"):
      state = .sequence(String(UnicodeScalar(byte)))
      return []
    case 0x0a, 0x0d:
      return [UInt32(SpecialKey.newline.rawValue)]
    case 0x1b:
      // Alt with an arrow on some terminals; the arrow is what matters.
      state = .escape
      return []
    default:
      return [0x1b] + start(byte)
    }
  }

  private mutating func continueSequence(_ text: String, _ byte: UInt8) -> [UInt32] {
    guard (0x20...0x7e).contains(byte), text.utf8.count < Self.longestSequence else {
      state = .ready
      return start(byte)
    }
    let text = text + String(UnicodeScalar(byte))
    // The Linux console sends F1 as ESC [ [ A.
    let isFinal = byte >= 0x40 && text != "[["
    state = isFinal ? .ready : .sequence(text)
    guard isFinal, let key = SpecialKey.sequences[text] else { return [] }
    return [UInt32(key.rawValue)]
  }
}
