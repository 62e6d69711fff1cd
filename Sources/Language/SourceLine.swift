import Text

/// The line of a source that a span begins in.
struct SourceLine {
  let position: Diagnostic.Position
  private let scalars: [Unicode.Scalar]
  /// The part of the span that lies in this line, in scalars of the line.
  private let marked: Range<Int>

  init(around span: Span, in source: String) {
    let all = Array(source.unicodeScalars)
    let lower = min(max(0, span.lower), all.count)
    var (start, end, number) = (0, lower, 1)
    for index in 0..<lower where all[index] == "\n" {
      start = index + 1
      number += 1
    }
    while end < all.count, all[end] != "\n" { end += 1 }
    if end > start, all[end - 1] == "\r", lower < end { end -= 1 }
    let upper = min(max(lower, span.upper), end)
    scalars = Self.visible(all[start..<end])
    marked = (lower - start)..<max(lower - start, upper - start)
    let before = String(String.UnicodeScalarView(all[start..<lower]))
    position = .init(line: number, column: before.count + 1)
  }

  /// The line as it can be shown, the cells before the caret, and the cells of the caret.
  ///
  /// At most `limit` cells wide; control characters become spaces or `?`.
  func excerpt(cells limit: Int) -> (text: String, indent: Int, width: Int) {
    let widths = scalars.map { CellWidth.of($0) }
    var (first, last) = (0, scalars.count)
    // Marks without width would make a line of few cells as long as they like.
    if widths.reduce(0, +) > limit || scalars.count > 8 * limit {
      (first, last) = window(over: widths, cells: max(2, limit - 2))
    }
    var text = String.UnicodeScalarView(first > 0 ? ["…"] : [])
    text.append(contentsOf: scalars[first..<last])
    if last < scalars.count { text.append("…") }
    let upper = min(marked.upperBound, last)
    let indent = widths[first..<marked.lowerBound].reduce(first > 0 ? 1 : 0, +)
    let width = marked.lowerBound < upper ? widths[marked.lowerBound..<upper].reduce(0, +) : 1
    return (String(text), indent, max(1, width))
  }

  /// The scalars to show: the caret's beginning with as much around it as fits.
  private func window(over widths: [Int], cells: Int) -> (first: Int, last: Int) {
    let behind = widths[marked.lowerBound...].reduce(0, +)
    let room = max(cells / 2, cells - behind)
    var (first, used) = (marked.lowerBound, 0)
    while first > 0, used + widths[first - 1] <= room, marked.lowerBound - first < 4 * cells {
      first -= 1
      used += widths[first]
    }
    var last = marked.lowerBound
    while last < widths.count, used + widths[last] <= cells, last - marked.lowerBound < 4 * cells {
      used += widths[last]
      last += 1
    }
    return (first, last)
  }

  /// The line scalar by scalar, with a sign for each that is hidden.
  private static func visible(_ line: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
    let text = String(String.UnicodeScalarView(line))
    return Array(
      SafeText.mapped(text, keepsMarks: true) { $0 == "\t" ? " " : "?" }.unicodeScalars)
  }
}
