/// Text cut and padded to terminal cells.
package enum CellText {
  /// Where text stays when it is padded.
  package enum Side { case left, right, centre }

  /// The longest start of `text` that fits `width` cells, ending in `mark` if something was cut.
  package static func clipped(_ text: String, to width: Int, mark: String) -> String {
    guard width > 0 else { return "" }
    guard CellWidth.of(text) > width else { return text }
    return prefix(text, width - CellWidth.of(mark)) + mark
  }

  /// The longest start of `text` that fits `width` cells.
  package static func prefix(_ text: String, _ width: Int) -> String {
    var taken = ""
    var used = 0
    for character in text {
      used += CellWidth.of(character)
      guard used <= width else { break }
      taken.append(character)
    }
    return taken
  }

  /// `text` with spaces added until it takes `width` cells; `side` is where the text stays.
  package static func padded(_ text: String, to width: Int, _ side: Side = .left) -> String {
    let missing = max(0, width - CellWidth.of(text))
    switch side {
    case .left: return text + spaces(missing)
    case .right: return spaces(missing) + text
    case .centre: return spaces(missing / 2) + text + spaces(missing - missing / 2)
    }
  }

  /// `count` spaces; none if it is negative.
  package static func spaces(_ count: Int) -> String {
    String(repeating: " ", count: max(0, count))
  }
}
