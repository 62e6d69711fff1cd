import Catalog

/// What the journal keeps of one command, or of one turn of one inside a block.
package struct CommandRecord: Sendable {
  /// Place inside a block: turn and statement, both from 1, for each level; empty outside.
  package let path: [Int]
  package let values: [NamedValue]
  /// Digests of the objects that changed, in hexadecimal.
  package let digests: [(name: String, digest: String)]
  /// The pictures that lie beside the journal.
  package let pictures: [FigureRecord]

  package init(
    path: [Int], values: [NamedValue], digests: [(name: String, digest: String)],
    pictures: [FigureRecord] = []
  ) {
    (self.path, self.values, self.digests, self.pictures) = (path, values, digests, pictures)
  }

  /// Its lines in the journal, behind the command of this number.
  package func lines(_ number: Int) -> [String] {
    let place = [number] + path
    return (values.isEmpty ? [] : [JournalText.values(place, values)])
      + (digests.isEmpty ? [] : [JournalText.digests(place, digests)])
      + pictures.map { JournalText.figure(place, $0) }
  }
}
