import Foundation
import Testing

/// Learners whose algorithm does not change keep every bit of their results.
@Suite struct RecordedTests {
  /// Kernels round differently on processors of another vendor.
  private static let isRecordedHere =
    (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.contains("AuthenticAMD")
    ?? false

  @Test(.enabled(if: isRecordedHere, "recorded on a processor of AMD"))
  func `a journal of twelve learners that was recorded before still verifies`() throws {
    let journal = Program.root.appending(path: "Tests/SessionTests/Recorded/learners.journal").path
    let run = try Program().run("verify", "--exact", journal)
    #expect(run.status == 0 && run.output.contains("12 states compared: all identical"), "\(run)")
  }
}
