import Catalog

/// What the journal keeps of one command, or of one turn of one inside a block.
package struct CommandRecord: Sendable {
  /// Place inside a block: turn and statement, both from 1, for each level; empty outside.
  package let path: [Int]
  package let values: [NamedValue]
  /// Digests of the objects that changed, in hexadecimal.
  package let digests: [(name: String, digest: String)]
  /// What is kept of the figures.
  package let figures: [FigureRecord]

  package init(
    path: [Int], values: [NamedValue], digests: [(name: String, digest: String)],
    figures: [FigureRecord] = []
  ) {
    (self.path, self.values, self.digests, self.figures) = (path, values, digests, figures)
  }

  /// Its lines in the journal, after the command of this number.
  package func lines(_ number: Int) -> [String] {
    let place = [number] + path
    return (values.isEmpty ? [] : [JournalText.values(place, values)])
      + (digests.isEmpty ? [] : [JournalText.digests(place, digests)])
      + figures.map { JournalText.figure(place, $0) }
  }
}
