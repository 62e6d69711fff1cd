import Glibc
import Synchronization

/// One line of progress, drawn over itself; nothing at all when there is no terminal.
package final class StatusLine: Sendable {
  private struct State {
    var drawn: ContinuousClock.Instant?
    var isShown = false
  }

  /// The least time between two drawings.
  package static let interval = Duration.milliseconds(100)

  private let isActive: Bool
  private let columns: @Sendable () -> Int
  private let output: @Sendable (String) -> Void
  private let state = Mutex(State())

  /// A status line on standard output.
  package convenience init(on screen: Screen) {
    self.init(isActive: screen.isInteractive, columns: { Screen.columns }) { text in
      fflush(nil)
      var text = text
      text.withUTF8 { bytes in _ = write(STDOUT_FILENO, bytes.baseAddress, bytes.count) }
    }
  }

  init(
    isActive: Bool, columns: @escaping @Sendable () -> Int,
    output: @escaping @Sendable (String) -> Void
  ) {
    self.isActive = isActive
    self.columns = columns
    self.output = output
  }

  /// Shows `text` (no escape sequences), cut to the width; skipped when the last one is too recent.
  package func show(_ text: String) { show { _ in text } }

  /// Shows what `text` makes, which is asked for only when it is drawn.
  package func show(_ text: (ContinuousClock.Instant) -> String) { show(at: .now, text) }

  func show(_ text: String, at now: ContinuousClock.Instant) { show(at: now) { _ in text } }

  private func show(at now: ContinuousClock.Instant, _ text: (ContinuousClock.Instant) -> String) {
    guard isActive else { return }
    state.withLock { state in
      if let drawn = state.drawn, now - drawn < Self.interval { return }
      state.drawn = now
      state.isShown = true
      let line = text(now).prefix { !$0.isNewline }
      output("\r" + Cells.cut(String(line), to: columns() - 1) + "\u{1b}[K")
    }
  }

  /// Erases the line; to be called before anything else is printed.
  package func clear() {
    state.withLock { state in
      guard state.isShown else { return }
      state.isShown = false
      state.drawn = nil
      output("\r\u{1b}[K")
    }
  }
}
