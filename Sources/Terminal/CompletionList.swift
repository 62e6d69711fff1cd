/// One completion of a text.
package struct Completion: Sendable, Equatable {
  /// What to insert.
  package let text: String
  /// What to insert after it if it is the only candidate, unless it is there already.
  package let ending: String
  /// One line about it; may be empty.
  package let summary: String

  /// A candidate with an optional line about it.
  package init(_ text: String, ending: String = " ", summary: String = "") {
    (self.text, self.ending, self.summary) = (text, ending, summary)
  }
}

/// Lays out candidates for a terminal.
enum CompletionList {
  /// Rows no wider than `columns` and at most `rows` of them, the last saying how many are left.
  static func rows(_ candidates: [Completion], columns: Int, rows: Int) -> [String] {
    let columns = max(8, columns)
    let limit = max(2, rows)
    let widest = candidates.map { Cells.width(of: $0.text) }.max() ?? 0
    let summarised = candidates.contains { !$0.summary.isEmpty }
    if summarised, candidates.count <= limit, widest + 16 <= columns {
      return candidates.map { summaryRow($0, widest: widest, columns: columns) }
    }
    return grid(candidates.map(\.text), widest: widest, columns: columns, limit: limit)
  }

  /// What all candidates start with.
  static func commonPrefix(_ texts: [String]) -> String {
    guard let first = texts.first else { return "" }
    return texts.dropFirst().reduce(first) { prefix, text in
      String(zip(prefix, text).prefix { $0 == $1 }.map(\.0))
    }
  }

  private static func summaryRow(_ candidate: Completion, widest: Int, columns: Int) -> String {
    guard !candidate.summary.isEmpty else { return candidate.text }
    let summary = candidate.summary.prefix { !$0.isNewline }
    let row = Cells.pad(candidate.text, to: widest) + "  " + summary
    return Cells.cut(row, to: columns - 1)
  }

  /// Columns filled from the top, as `ls` does.
  private static func grid(_ texts: [String], widest: Int, columns: Int, limit: Int) -> [String] {
    let cell = min(widest + 2, columns - 1)
    let perRow = max(1, (columns - 1) / cell)
    let needed = (texts.count + perRow - 1) / perRow
    let isCut = needed > limit
    let shown = isCut ? Array(texts.prefix((limit - 1) * perRow)) : texts
    let height = isCut ? limit - 1 : needed
    var lines = (0..<height).map { row in
      let names = stride(from: row, to: shown.count, by: height).map { index in
        Cells.pad(Cells.cut(shown[index], to: cell - 1), to: cell)
      }
      let line = names.joined()
      return String(
        line.prefix(upTo: line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex))
    }
    if isCut { lines.append("and \(texts.count - shown.count) more") }
    return lines
  }
}
