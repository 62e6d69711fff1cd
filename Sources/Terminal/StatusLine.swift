import ProcessControl
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
      StandardStreams.output.write(text)
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
  package func show(_ text: String) { show { _, _ in text } }

  /// Shows what `text` makes of the time and the cells there are, asked for only when it is drawn.
  package func show(_ text: (ContinuousClock.Instant, Int) -> String) { show(at: .now, text) }

  func show(_ text: String, at now: ContinuousClock.Instant) { show(at: now) { _, _ in text } }

  private func show(
    at now: ContinuousClock.Instant, _ text: (ContinuousClock.Instant, Int) -> String
  ) {
    guard isActive else { return }
    state.withLock { state in
      if let drawn = state.drawn, now - drawn < Self.interval { return }
      state.drawn = now
      state.isShown = true
      let cells = columns() - 1
      let line = text(now, cells).prefix { !$0.isNewline }.unicodeScalars.map(Cells.shown).joined()
      output("\r" + Cells.cut(line, to: cells) + "\u{1b}[K")
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
