import Journal
import Language

/// A journal with the values and states of a run put in place of the recorded ones.
package enum Acceptance {
  /// The text of `document`'s file, `source`, with what `verification` found; everything else,
  /// prose, comments and tolerances, is kept, and its digests are recomputed.
  ///
  /// Pictures are written again to the folder beside the journal at `path`.
  package static func text(
    _ source: String, _ document: JournalDocument, _ verification: Verification, at path: String
  ) -> String {
    let files = FigureFiles(beside: path)
    let lines = source.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(String.UnicodeScalarView($0)) }
    let index = LineIndex(source)
    var records: [Int: [String]] = [:]
    for (place, command) in document.commands.enumerated()
    where place < verification.outcomes.count {
      let span = command.parsed.span
      let last = index.line(at: max(span.lower, span.upper - 1))
      let number = command.number ?? command.intended ?? place + 1
      records[last, default: []] += verification.outcomes[place].flatMap {
        self.records(of: $0, number, files)
      }
      if document.hasDigests { records[last]?.append(JournalText.openSeal(number)) }
    }
    let first = document.commands.first?.line ?? 0
    let head = (lines.firstIndex { !["#!reverie", "#: "].contains(where: $0.hasPrefix) } ?? 0) - 1
    var kept: [String] = []
    var number = 0
    for (offset, line) in lines.enumerated() {
      // Records follow commands; before the first there are none of ours.
      if offset + 1 > first, ["#= ", "#@ ", "#f "].contains(where: line.hasPrefix) { continue }
      if document.hasDigests, line.hasPrefix("#% ") { continue }
      kept.append(line)
      if document.hasDigests, offset == head { kept.append(JournalText.openSeal(0)) }
      kept += records[offset + 1] ?? []
      if records[offset + 1] != nil { number += 1 }
      if document.hasDigests, ["#! ", "#: end=", "#: lesson="].contains(where: line.hasPrefix) {
        kept.append(JournalText.openSeal(number))
      }
    }
    let text = kept.joined(separator: "\n")
    return document.hasDigests ? JournalText.sealed(text) : text
  }

  private static func records(
    of result: Session.Result, _ number: Int, _ files: FigureFiles
  ) -> [String] {
    let figures = files.keep(
      result.outcome.figures, result.outcome.keeping, of: [number] + result.path)
    return CommandRecord(
      path: result.path, values: result.outcome.values, digests: result.digests, figures: figures
    ).lines(number)
  }
}
