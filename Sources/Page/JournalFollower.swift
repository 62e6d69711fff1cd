import Figures
import Foundation
import Journal
import Language
import Reports

/// Keeps a page up to date with a journal that grows, and with what a running session says besides.
///
/// It belongs to one thread.
package final class JournalFollower {
  /// Who says whether the session runs.
  package enum Source: Equatable {
    /// The session itself, which also sends `LiveEvent`s.
    case session
    /// The journal, which another process may be writing.
    case journal
  }

  /// How often browsers hear from the page, also where nothing changes.
  private static let wakeInterval = Duration.seconds(10)
  /// How often it is looked whether anybody still writes the journal.
  private static let checkInterval = Duration.seconds(2)

  /// What the journal file was when it was read.
  private struct Stamp: Equatable {
    var file: UInt64 = 0
    var size = 0
    var seconds = 0
    var nanoseconds = 0
  }

  private let path: String
  private let page: PageState
  private let source: Source
  private var stamp = Stamp()
  private var isRunning = true
  private var report: Report?
  /// Before that the journal is not read again.
  private var nextLook = ContinuousClock.now
  private var lastCheck = ContinuousClock.now
  private var lastWake = ContinuousClock.now
  private var panels = PagePanels()

  /// Reads what there is.
  ///
  /// - Throws: `Failure` if there is no journal at `path`, or it cannot be read.
  package init(_ path: String, _ page: PageState, source: Source) throws(Failure) {
    (self.path, self.page, self.source) = (path, page, source)
    let text = try SessionFile.read(path)
    _ = try JournalDocument(journal: text, file: path)
    stamp = current() ?? Stamp()
    isRunning = source == .session || JournalWriter.isOpen(path)
    try take(text)
  }

  /// Reads the journal again if it has changed.
  package func look() {
    let now = ContinuousClock.now
    if now - lastWake > Self.wakeInterval {
      page.wake()
      lastWake = now
    }
    guard now >= nextLook else { return }
    let found = current()
    // That nobody writes it any more is not seen by the file itself.
    guard found != stamp || isAbandoned(now) else { return }
    if source == .journal { isRunning = JournalWriter.isOpen(path) }
    guard let found else {
      return page.set(.head, head(note: "The journal was moved or deleted."))
    }
    do throws(Failure) {
      // What is written while it is read is seen the next time.
      stamp = found
      try take(try SessionFile.read(path))
    } catch { page.set(.head, head(note: error.oneLine)) }
    // A long journal takes at most a third of a core.
    nextLook = .now + (.now - now) * 2
  }

  private func isAbandoned(_ now: ContinuousClock.Instant) -> Bool {
    guard source == .journal, isRunning, now - lastCheck > Self.checkInterval else { return false }
    lastCheck = now
    return !JournalWriter.isOpen(path)
  }

  /// Shows what the session says besides its journal.
  package func take(_ event: LiveEvent) {
    let key = panels.take(event)
    if let report { page.set(key, panels.html(key, report)) }
  }

  /// Nothing is shown any more; a session that spoke for itself is over.
  package func end() {
    if source == .session { isRunning = false }
    (stamp, nextLook) = (Stamp(), .now)
    look()
    page.end()
  }

  private func current() -> Stamp? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Stamp(
      file: UInt64(status.st_ino), size: Int(status.st_size), seconds: status.st_mtim.tv_sec,
      nanoseconds: status.st_mtim.tv_nsec)
  }

  private func take(_ text: String) throws(Failure) {
    let report: Report
    do {
      report = try ReportReader.report(text, path: path, isRunning: isRunning)
    } catch { throw Failure(error, trouble: .syntax).inside(text, path) }
    self.report = report
    page.set(.head, head())
    for key in PagePanels.keys { page.set(key, panels.html(key, report)) }
    page.set(cells: report.parts.map(HTMLPage.cell), title: report.title)
    page.set(
      .replay,
      "<footer id=\"replay\">\n<h2>Replay</h2>\n\(HTMLPage.replay(report))\n</footer>")
  }

  private func head(note: String? = nil) -> String {
    guard let report else { return "" }
    let state = note.map { PagePanels.badge($0, "bad") } ?? PagePanels.state(report, isRunning)
    return HTMLPage.head(report, state: state).replacing(
      "<header>", with: "<header id=\"head\">", maxReplacements: 1)
  }
}
