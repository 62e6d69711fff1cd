extension Table {
  /// The table as comma-separated values, numbers in the shortest digits that give them back.
  ///
  /// Source: RFC 4180, with line feeds alone as ends of line.
  package var csv: String {
    ([header] + rows.map { $0.map(Self.plain) })
      .map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
  }

  private static func plain(_ cell: Cell) -> String {
    if case .number(let value, _) = cell { "\(value)" } else { cell.string }
  }

  private static func quoted(_ text: String) -> String {
    let isPlain = !text.unicodeScalars.contains { ["\"", ",", "\n", "\r"].contains($0) }
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
