/// A run of Markdown inside a block, taken apart: marks without their counterpart are text.
enum InlinePiece: Equatable {
  case text(String)
  case code(String)
  /// An address of the web and what is shown for it.
  case link(String, text: String)
  case open(Mark)
  case close(Mark)

  enum Mark: Equatable { case emphasis, strong }
}

extension InlinePiece {
  /// Longer runs of text get no marks, so that hostile text takes no time.
  private static let longest = 8000

  /// The pieces of `text`; what is opened is closed in its turn.
  static func pieces(of text: String) -> [InlinePiece] {
    guard text.utf8.count <= longest else { return [.text(text)] }
    var reader = InlineReader(text)
    return reader.pieces()
  }
}

/// Reads a run of Markdown from left to right.
private struct InlineReader {
  private let scalars: [Unicode.Scalar]
  private var at = 0
  private var found: [InlinePiece] = []
  /// Marks that may be closed: what they are and where they stand among the pieces.
  private var open: [(mark: String, piece: Int)] = []

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  mutating func pieces() -> [InlinePiece] {
    while at < scalars.count {
      if code() || link() || emphasis() { continue }
      if scalars[at] == "\\", at + 1 < scalars.count, Self.isMark(scalars[at + 1]) { at += 1 }
      add(at..<at + 1)
      at += 1
    }
    return found
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    "\\`*_{}[]()#+-.!<>|".unicodeScalars.contains(scalar)
  }

  private func text(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(scalars[range]))
  }

  /// Adds text to that before it, unless that is a mark that may still become one.
  private mutating func add(_ range: Range<Int>) {
    if case .text(let before)? = found.last, open.last?.piece != found.count - 1 {
      found[found.count - 1] = .text(before + text(range))
    } else {
      found.append(.text(text(range)))
    }
  }

  /// How often the scalar at `place` is repeated.
  private func run(_ place: Int) -> Int {
    var end = place
    while end < scalars.count, scalars[end] == scalars[place] { end += 1 }
    return end - place
  }

  private mutating func code() -> Bool {
    guard scalars[at] == "`" else { return false }
    let length = run(at)
    var end = at + length
    while end < scalars.count {
      guard scalars[end] == "`" else {
        end += 1
        continue
      }
      let other = run(end)
      if other == length {
        found.append(.code(text(at + length..<end)))
        at = end + other
        return true
      }
      end += other
    }
    add(at..<at + length)
    at += length
    return true
  }

  /// `[text](address)` with an address of the web, or the bare address.
  private mutating func link() -> Bool {
    if scalars[at] == "[", let middle = find("](", from: at + 1),
      let end = find(")", from: middle + 2)
    {
      let address = middle + 2..<end
      guard Self.isAddress(scalars[address]) else { return false }
      found.append(.link(text(address), text: text(at + 1..<middle)))
      at = end + 1
      return true
    }
    guard at == 0 || !scalars[at - 1].properties.isAlphabetic,
      scalars[at...].starts(with: "http".unicodeScalars)
    else { return false }
    var end = at
    while end < scalars.count, Self.isAddressScalar(scalars[end]) { end += 1 }
    while end > at, ".,;:!?)".unicodeScalars.contains(scalars[end - 1]) { end -= 1 }
    guard Self.isAddress(scalars[at..<end]) else { return false }
    found.append(.link(text(at..<end), text: text(at..<end)))
    at = end
    return true
  }

  private static func isAddressScalar(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && scalar.value > 32 && scalar.value < 127
      && !"\"<>`'\\".unicodeScalars.contains(scalar)
  }

  private static func isAddress(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    let starts = ["https://", "http://"].contains { scalars.starts(with: $0.unicodeScalars) }
    return starts && scalars.count > 8 && scalars.allSatisfy(isAddressScalar)
  }

  /// Where `mark` stands next, at most some lines away.
  private func find(_ mark: String, from start: Int) -> Int? {
    let mark = Array(mark.unicodeScalars)
    let last = min(scalars.count, start + 500) - mark.count
    guard start <= last else { return nil }
    return (start...last).first { scalars[$0..<$0 + mark.count].elementsEqual(mark) }
  }

  /// `*emphasis*`, `_emphasis_` and `**strong**`.
  private mutating func emphasis() -> Bool {
    guard scalars[at] == "*" || scalars[at] == "_" else { return false }
    let length = min(2, run(at))
    let mark = String(repeating: Character(scalars[at]), count: length)
    let kind = length == 2 ? InlinePiece.Mark.strong : .emphasis
    let before: Unicode.Scalar = at > 0 ? scalars[at - 1] : " "
    let after: Unicode.Scalar = at + length < scalars.count ? scalars[at + length] : " "
    let isInWord = Self.isWord(before) && Self.isWord(after) && mark.hasPrefix("_")
    let isBlankBehind = after.properties.isWhitespace
    if !isInWord, !before.properties.isWhitespace, let last = open.last, last.mark == mark {
      found[last.piece] = .open(kind)
      found.append(.close(kind))
      open.removeLast()
    } else if !isInWord && !isBlankBehind && !open.contains(where: { $0.mark == mark }) {
      open.append((mark, found.count))
      found.append(.text(mark))
    } else {
      add(at..<at + length)
    }
    at += length
    return true
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
