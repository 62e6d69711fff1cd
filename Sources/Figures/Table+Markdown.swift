import Text

extension Table {
  /// The columns that hold numbers.
  var numericColumns: Set<Int> {
    let count = max(header.count, rows.map(\.count).max() ?? 0)
    return Set(
      (0..<count).filter { column in
        rows.contains { column < $0.count && $0[column].isNumeric }
      })
  }

  /// The table in the Markdown of GitHub.
  ///
  /// - Parameter right: the columns that are aligned right; without it those that hold numbers.
  package func markdown(right: Set<Int>? = nil) -> String {
    let right = right ?? numericColumns
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let head = [
      line(header.map { MarkdownText.escaped($0) }),
      line(header.indices.map { right.contains($0) ? "---:" : "---" }),
    ]
    return (head + rows.map { line($0.map { MarkdownText.escaped($0.string) }) })
      .joined(separator: "\n")
  }
}
