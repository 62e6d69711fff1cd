import Digests
import Journal
import Foundation
import Streams

/// That a journal was verified: when, how and with what outcome.
package struct VerificationNote: Equatable, Sendable {
  /// What is to be thought of it.
  package enum Outcome: String, Sendable {
    case identical, different
    /// The journal was edited after it was verified.
    case outdated
  }

  /// The day, as in 2026-02-03.
  package let date: String
  /// How values were compared: `exact`.
  package let mode: String
  package let outcome: Outcome
  /// What was compared, in words.
  package let summary: String

  /// The note on a verification that was just done.
  package init(_ verification: Verification, mode: String = "exact", now: Date = Date()) {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = .withFullDate
    (date, self.mode) = (formatter.string(from: now), mode)
    outcome = verification.differences.isEmpty ? .identical : .different
    summary = verification.report.first ?? ""
  }

  /// The note that the journal holds, if it holds one.
  init?(in journal: String) {
    let mark = "\n#: verified="
    guard let place = journal.ranges(of: mark).last else { return nil }
    let before = journal[...place.lowerBound]
    let line = journal[journal.index(after: place.lowerBound)...].prefix { $0 != "\n" }
    var words: [String: String] = [:]
    for (name, word) in ResultValueReader.words(line.dropFirst(2)) { words[name] = word }
    guard let date = words["verified"], let mode = words["verify-mode"] else { return nil }
    let isLast = journal[line.endIndex...].allSatisfy(\.isWhitespace)
    let isOwn = isLast && words["verify-sha256"] == sha256(Array(before.utf8))
    (self.date, self.mode, summary) = (date, mode, words["verify-summary"] ?? "")
    outcome = isOwn ? Outcome(rawValue: words["verify-outcome"] ?? "") ?? .outdated : .outdated
  }

  /// The line that keeps the note in `journal`, behind which it is to be written.
  package func line(for journal: String) -> String {
    JournalText.facts([
      ("verified", date), ("verify-mode", mode), ("verify-outcome", outcome.rawValue),
      ("verify-summary", summary), ("verify-sha256", sha256(Array(journal.utf8))),
    ])
  }

  /// The note in one line.
  package var sentence: String {
    let (what, behind) = (summary.isEmpty ? "" : ": " + summary, "(\(mode), \(date))")
    return switch outcome {
    case .identical: "Verified \(behind)\(what)"
    case .different: "Does not verify \(behind)\(what)"
    case .outdated: "Edited since it was verified \(behind)"
    }
  }
}
