import Foundation
import Journal

extension VerificationNote {
  /// The note on a verification that was just done.
  package init(_ verification: Verification, mode: String = "exact", now: Date = Date()) {
    self.init(
      outcome: verification.differences.isEmpty ? .identical : .different, mode: mode,
      summary: verification.report.first ?? "", now: now)
  }
}
