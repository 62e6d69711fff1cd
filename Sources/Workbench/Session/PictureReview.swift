import Figures
import Journal
import Streams

/// The pictures beside a journal, compared with those of a re-run.
package struct PictureReview {
  /// What differs, a line each.
  package private(set) var differences: [String] = []
  /// Pictures that lie there no more.
  package private(set) var missing: [String] = []
  private let files: FigureFiles

  package init(_ document: JournalDocument, _ verification: Verification, at path: String) {
    files = FigureFiles(beside: path)
    guard document.hasDigests else { return }
    for (command, results) in zip(document.commands, verification.outcomes) {
      for result in results {
        let recorded = (command.figures[result.path] ?? []).filter { !$0.isVolatile }
        let now = result.outcome.figures.filter { figure in
          result.outcome.keeping.record(of: figure).map { !$0.isVolatile } ?? false
        }
        for (record, figure) in zip(recorded, now) { compare(record, figure) }
      }
    }
  }

  private mutating func compare(_ record: FigureRecord, _ figure: Figure) {
    guard let file = record.file, !file.file.isEmpty, case .images(let sheet) = figure else {
      return
    }
    switch files.find(file) {
    case .nothing(let reason) where files.holds(file): differences.append(reason)
    case .nothing(let reason): missing.append(reason)
    case .png(let bytes):
      let now = sheet.png(zoom: 1, gap: FigureFiles.gap)
      // The same pixels may be packed otherwise by another version of libpng.
      guard bytes != now, Self.pixels(bytes) != Self.pixels(now) else { return }
      differences.append("The picture \(file.file) shows something else than the re-run.")
    }
  }

  private static func pixels(_ bytes: [UInt8]) -> [UInt8]? {
    (try? DecodedImage(bytes, name: "picture")).map {
      [UInt8(truncatingIfNeeded: $0.channels), UInt8(truncatingIfNeeded: $0.width)] + $0.pixels
    }
  }
}
