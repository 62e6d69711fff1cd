extension Parser {
  /// Reads `NAME=VALUE`, which is how a `let` is written outside of sessions; nil if the text is of
  /// another form.
  package static func binding(in text: String) -> (name: String, value: Expression)? {
    let parts = text.split(separator: "=", maxSplits: 1)
    guard parts.count == 2,
      let parsed = try? statements(in: "let \(parts[0]) = \(parts[1])"), parsed.count == 1,
      case .bind(false, let name, let value, _) = parsed[0].statement
    else { return nil }
    return (name, value)
  }
}
