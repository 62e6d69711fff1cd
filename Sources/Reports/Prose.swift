import Text

/// The prose of a session: the part of Markdown that people write between commands.
///
/// Headings, paragraphs, lists, code between fences and quotations; inside them `code`,
/// *emphasis*, **strong** and links. Everything else is text.
struct Prose {
  enum Block: Equatable {
    /// Level from 1 to 6.
    case heading(Int, String)
    case paragraph(String)
    case list(isOrdered: Bool, [String])
    case code(String)
    case quotation(String)
  }

  private(set) var blocks: [Block] = []
  /// Lines of the paragraph, list item or quotation that is being read.
  private var open: [String] = []
  private var items: [String] = []
  private var kind = Kind.paragraph

  private enum Kind: Equatable { case paragraph, bullets, numbers, quotation }

  init(_ text: String) {
    var fence: (mark: String, lines: [String])?
    for line in SafeText.block(text).split(separator: "\n", omittingEmptySubsequences: false) {
      let bare = line.drop { $0 == " " || $0 == "\t" }
      if let started = fence {
        if bare.hasPrefix(started.mark) {
          blocks.append(.code(started.lines.joined(separator: "\n")))
          fence = nil
        } else {
          fence?.lines.append(String(line))
        }
      } else if let mark = ["```", "~~~"].first(where: { bare.hasPrefix($0) }) {
        close()
        fence = (mark, [])
      } else {
        read(String(bare))
      }
    }
    if let fence { blocks.append(.code(fence.lines.joined(separator: "\n"))) }
    close()
  }

  private mutating func read(_ line: String) {
    if line.allSatisfy(\.isWhitespace) { return close() }
    let level = line.prefix { $0 == "#" }.count
    if (1...6).contains(level), line.dropFirst(level).hasPrefix(" ") {
      close()
      let text = line.dropFirst(level + 1).trimmingSuffix { $0 == "#" || $0 == " " }
      blocks.append(.heading(level, String(text)))
    } else if let (found, rest) = Self.item(line) {
      if found == .quotation, kind == .quotation {
        open.append(rest)
      } else {
        if kind != found { close() } else { closeItem() }
        (kind, open) = (found, [rest])
      }
    } else {
      open.append(line)
    }
  }

  /// What a line that begins a list item or goes on with a quotation holds.
  private static func item(_ line: String) -> (Kind, String)? {
    for mark in ["- ", "* ", "+ "] where line.hasPrefix(mark) {
      return (.bullets, String(line.dropFirst(2)))
    }
    if line.hasPrefix(">") {
      return (.quotation, String(line.dropFirst(line.hasPrefix("> ") ? 2 : 1)))
    }
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    guard (1...9).contains(digits.count) else { return nil }
    let rest = line.dropFirst(digits.count)
    return rest.hasPrefix(". ") || rest.hasPrefix(") ")
      ? (.numbers, String(rest.dropFirst(2))) : nil
  }

  private mutating func closeItem() {
    guard !open.isEmpty else { return }
    items.append(open.joined(separator: "\n"))
    open = []
  }

  private mutating func close() {
    closeItem()
    defer { (items, kind) = ([], .paragraph) }
    guard !items.isEmpty else { return }
    switch kind {
    case .paragraph: blocks += items.map { .paragraph($0) }
    case .quotation: blocks += items.map { .quotation($0) }
    case .bullets: blocks.append(.list(isOrdered: false, items))
    case .numbers: blocks.append(.list(isOrdered: true, items))
    }
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while matches: (Character) -> Bool) -> Substring {
    var end = endIndex
    while end > startIndex, matches(self[index(before: end)]) { end = index(before: end) }
    return self[..<end]
  }
}
