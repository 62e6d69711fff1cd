import Digests
import Foundation

/// That a journal was verified: when, how and with what outcome.
package struct VerificationNote: Equatable, Sendable {
  /// What is to be thought of it.
  package enum Outcome: String, Sendable {
    case identical, different
    /// Nothing differs, but the journal does not reach the end of its session.
    case incomplete
    /// The journal is not what its session wrote.
    case damaged
    /// The journal was edited after it was verified.
    case outdated
  }

  /// The day, as in 2026-02-03.
  package let date: String
  /// How values were compared: `exact`, or `tolerance` where numbers were allowed to differ.
  package let mode: String
  package let outcome: Outcome
  /// What was compared, in words.
  package let summary: String
  /// Whether only the file says so; nothing was compared just now.
  package let isClaim: Bool

  /// The note on a comparison that was just done.
  package init(outcome: Outcome, mode: String, summary: String, now: Date) {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = .withFullDate
    (date, self.mode) = (formatter.string(from: now), mode)
    (self.outcome, self.summary, isClaim) = (outcome, summary, false)
  }

  /// The note that the journal holds, if it holds one.
  package init?(in journal: String) {
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
    isClaim = true
    outcome = isOwn ? Outcome(rawValue: words["verify-outcome"] ?? "") ?? .outdated : .outdated
  }

  /// The line that keeps the note in `journal`, after which it is to be written.
  package func line(for journal: String) -> String {
    JournalText.facts([
      ("verified", date), ("verify-mode", mode), ("verify-outcome", outcome.rawValue),
      ("verify-summary", summary), ("verify-sha256", sha256(Array(journal.utf8))),
    ])
  }

  /// The note in one line.
  package var sentence: String {
    let (what, behind) = (summary.isEmpty ? "" : ": " + summary, "(\(mode), \(date))")
    let sentence =
      switch outcome {
      case .identical: "verified \(behind)\(what)"
      case .different: "does not verify \(behind)\(what)"
      case .incomplete: "incomplete \(behind)\(what)"
      case .damaged: "changed since it was recorded \(behind)\(what)"
      case .outdated: "edited since it was verified \(behind)"
      }
    return isClaim
      ? "The file says: " + sentence : sentence.prefix(1).uppercased() + sentence.dropFirst()
  }
}
