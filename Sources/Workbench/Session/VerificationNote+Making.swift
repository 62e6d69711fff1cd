import Foundation
import Journal

extension VerificationNote {
  /// The note on a verification that was just done, and on what reading the journal told.
  package init(
    _ verification: Verification, _ review: JournalReview? = nil,
    _ pictures: PictureReview? = nil, now: Date = Date()
  ) {
    let outcome: Outcome =
      review?.trouble == .damaged || pictures?.differences.isEmpty == false
      ? .damaged
      : !verification.differences.isEmpty
        ? .different
        : review?.trouble == .incomplete || verification.exitCode != 0 ? .incomplete : .identical
    self.init(
      outcome: outcome, mode: verification.isTolerant ? "tolerance" : "exact",
      summary: (review?.report.prefix(1) ?? []).map { $0 + "; " }.joined()
        + (verification.report.first ?? ""), now: now)
  }
}
