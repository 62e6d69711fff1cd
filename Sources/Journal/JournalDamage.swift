/// Something in a journal that its session cannot have written, found by reading alone.
package struct JournalDamage: Sendable, Equatable, CustomStringConvertible {
  /// The first line that it is about.
  package let line: Int
  package let text: String

  package init(line: Int, _ text: String) { (self.line, self.text) = (line, text) }

  init(_ found: JournalChain.Break) {
    let (first, last) = (found.lines.lowerBound, found.lines.upperBound)
    let place = first == last ? "line \(first)" : "lines \(first) to \(last)"
    self.init(
      line: first,
      found.number == 0
        ? "\(place): the head was changed"
        : "\(place): command \(found.number), its records or their digest were changed")
  }

  package var description: String { text }

  /// What the digests of `text` show; empty for a journal without digests.
  static func found(in text: String) -> [JournalDamage] {
    guard JournalText.hasDigests(text) else { return [] }
    let lines = text.unicodeScalars.split(separator: "\n")
    guard lines.contains(where: { JournalLine(Substring($0).unicodeScalars) == .seal }) else {
      return [JournalDamage(line: 1, "the digests of its records were removed")]
    }
    return JournalChain.breaks(text).map(JournalDamage.init)
  }
}
