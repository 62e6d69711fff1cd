/// Prose as HTML; whatever is not known Markdown is shown as it was written.
enum ProseHTML {
  /// Longer runs of text get no marks, so that hostile text takes no time.
  private static let longest = 8000

  static func text(_ prose: String) -> String {
    Prose(prose).blocks.map(text).joined(separator: "\n")
  }

  private static func text(_ block: Prose.Block) -> String {
    switch block {
    case .heading(let level, let text):
      // The page's title is the only heading of the first level.
      let tag = "h\(min(6, level + 1))"
      return "<\(tag)>\(inline(text))</\(tag)>"
    case .paragraph(let text): return "<p>\(inline(text))</p>"
    case .quotation(let text): return "<blockquote><p>\(inline(text))</p></blockquote>"
    case .code(let text): return "<pre class=\"plain\"><code>\(Escaping.html(text))</code></pre>"
    case .list(let isOrdered, let items):
      let tag = isOrdered ? "ol" : "ul"
      return "<\(tag)>" + items.map { "<li>\(inline($0))</li>" }.joined() + "</\(tag)>"
    }
  }

  /// Code, emphasis and links inside of a block.
  static func inline(_ text: String) -> String {
    guard text.utf8.count <= longest else { return Escaping.html(text) }
    var writer = InlineWriter(text)
    return writer.rendered()
  }
}

/// Reads a run of Markdown from left to right; marks without their counterpart stay as they are.
private struct InlineWriter {
  private let scalars: [Unicode.Scalar]
  private var at = 0
  private var pieces: [String] = []
  /// Marks that may be closed: what they are and where they stand among the pieces.
  private var open: [(mark: String, piece: Int)] = []

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  mutating func rendered() -> String {
    while at < scalars.count {
      if code() || link() || emphasis() { continue }
      if scalars[at] == "\\", at + 1 < scalars.count, Self.isMark(scalars[at + 1]) { at += 1 }
      add(scalars[at..<at + 1])
      at += 1
    }
    return pieces.joined()
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    "\\`*_{}[]()#+-.!<>|".unicodeScalars.contains(scalar)
  }

  private mutating func add(_ part: ArraySlice<Unicode.Scalar>) {
    pieces.append(Escaping.html(String(String.UnicodeScalarView(part))))
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
        pieces.append("<code>")
        add(scalars[at + length..<end])
        pieces.append("</code>")
        at = end + other
        return true
      }
      end += other
    }
    add(scalars[at..<at + length])
    at += length
    return true
  }

  /// `[text](address)` with an address of the web, or the bare address.
  private mutating func link() -> Bool {
    if scalars[at] == "[", let middle = find("](", from: at + 1),
      let end = find(")", from: middle + 2)
    {
      let address = scalars[middle + 2..<end]
      guard Self.isAddress(address) else { return false }
      addLink(to: address, text: scalars[at + 1..<middle])
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
    addLink(to: scalars[at..<end], text: scalars[at..<end])
    at = end
    return true
  }

  private mutating func addLink(
    to address: ArraySlice<Unicode.Scalar>, text: ArraySlice<Unicode.Scalar>
  ) {
    pieces.append("<a rel=\"noreferrer\" href=\"")
    add(address)
    pieces.append("\">")
    add(text)
    pieces.append("</a>")
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
    let tag = length == 2 ? "strong" : "em"
    let before: Unicode.Scalar = at > 0 ? scalars[at - 1] : " "
    let after: Unicode.Scalar = at + length < scalars.count ? scalars[at + length] : " "
    let isInWord = Self.isWord(before) && Self.isWord(after) && mark.hasPrefix("_")
    let isBlankBehind = after.properties.isWhitespace
    if !isInWord, !before.properties.isWhitespace, let last = open.last, last.mark == mark {
      pieces[last.piece] = "<\(tag)>"
      pieces.append("</\(tag)>")
      open.removeLast()
    } else {
      let isOpening = !isInWord && !isBlankBehind && !open.contains { $0.mark == mark }
      if isOpening { open.append((mark, pieces.count)) }
      add(scalars[at..<at + length])
    }
    at += length
    return true
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
